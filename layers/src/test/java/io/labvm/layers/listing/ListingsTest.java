package io.labvm.layers.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.linux.Dir;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingsTest {
  private static final int NAMES = 1000;

  @TempDir private Path directory;
  @TempDir private Path scratch;

  @BeforeEach
  void makeNames() throws IOException {
    for (int i = 0; i < NAMES; i++) {
      Files.createFile(directory.resolve("name-" + i));
    }
    Files.createDirectory(directory.resolve("directory"));
    Files.createFile(directory.resolve("x".repeat(255)));
  }

  private static List<String> read(Listing listing) throws IOException {
    List<String> names = new ArrayList<>();
    while (listing.next()) {
      assertThat(listing.type()).isIn(FileType.REGULAR, FileType.DIRECTORY);
      String name = new String(listing.name(), StandardCharsets.US_ASCII);
      assertThat(listing.type() == FileType.DIRECTORY).isEqualTo(name.equals("directory"));
      names.add(name);
    }
    return names;
  }

  private static List<String> expected() {
    return Stream.concat(
            IntStream.range(0, NAMES).mapToObj(i -> "name-" + i),
            Stream.of("directory", "x".repeat(255)))
        .sorted()
        .toList();
  }

  @Test
  void few_names_stay_in_memory() throws IOException {
    try (Dir dir = Dir.open(directory);
        Listings listings = new Listings(scratch)) {
      assertThat(read(listings.of(dir))).isEqualTo(expected());
      assertThat(listings.spilledBytes()).isZero();
    }
  }

  @Test
  void more_than_a_part_are_merged_from_the_scratch_file() throws IOException {
    // getdents64 brings 32 KiB and more with one call: some parts
    for (int i = NAMES; i < 5 * NAMES; i++) {
      Files.createFile(directory.resolve("name-" + i));
    }
    List<String> all =
        Stream.concat(
                expected().stream(), IntStream.range(NAMES, 5 * NAMES).mapToObj(i -> "name-" + i))
            .sorted()
            .toList();
    try (Dir dir = Dir.open(directory);
        Listings listings = new Listings(scratch, 1, 1 << 20)) {
      assertThat(read(listings.of(dir))).isEqualTo(all);
      assertThat(listings.spilledBytes()).isPositive();
    }
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void a_listing_that_begins_again_says_the_same_whatever_happened() throws IOException {
    for (int partBytes : new int[] {1, 1 << 20}) {
      try (Dir dir = Dir.open(directory);
          Listings listings = new Listings(scratch, partBytes, 1 << 20)) {
        Listing listing = listings.of(dir);
        assertThat(listing.next()).isTrue();
        listing.rewind();
        assertThat(read(listing)).isEqualTo(expected());
        Files.move(directory.resolve("name-7"), directory.resolve("name-new"));
        listing.rewind();
        assertThat(read(listing)).isEqualTo(expected());
        Files.move(directory.resolve("name-new"), directory.resolve("name-7"));
        listing.release();
      }
    }
  }

  @Test
  void directories_in_each_other_share_what_there_is() throws IOException {
    try (Dir dir = Dir.open(directory);
        Listings listings = new Listings(scratch, 1 << 20, 20_000)) {
      Listing first = listings.of(dir);
      assertThat(first.next()).isTrue();
      assertThat(listings.spilledBytes()).isZero();
      Listing second = listings.of(dir);
      assertThat(second.next()).isTrue();
      assertThat(listings.spilledBytes()).isPositive();
      Listing third = listings.of(dir);
      assertThat(read(third)).isEqualTo(expected());
      third.release();
      assertThat(read(second)).isEqualTo(expected().subList(1, expected().size()));
      second.release();
      assertThat(read(first)).isEqualTo(expected().subList(1, expected().size()));
      first.release();
      assertThat(listings.spilledBytes()).isZero();
      assertThat(read(listings.of(dir))).isEqualTo(expected());
    }
  }
}
