package io.labvm.layers.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.MemoryDelta;
import io.labvm.layers.delta.RandomDeltas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentTest {
  @TempDir private Path directory;

  static SegmentHeader first() {
    return new SegmentHeader(
        "u-1", 1, 3, null, 1, Consistency.FROZEN, Instant.parse("2026-11-25T01:02:03.000000004Z"));
  }

  private SegmentInfo write(Path file, MemoryDelta delta) throws IOException {
    try (SegmentWriter writer = SegmentWriter.create(file, first())) {
      delta.writeTo(writer);
      return writer.finish(true);
    }
  }

  private static MemoryDelta sample() {
    return new DeltaBuilder()
        .opaque("d", 0700)
        .file("d/a", 5, "linked")
        .file("d/b", 5, "linked")
        .file("e", "content")
        .file("empty", "")
        .link("link", "target")
        .whiteout("w")
        .build();
  }

  @Test
  void a_segment_comes_back_as_it_was() throws IOException {
    for (int seed = 0; seed < 100; seed++) {
      Path file = directory.resolve("seg-" + seed);
      MemoryDelta delta = new RandomDeltas(new Random(seed)).next(100);
      SegmentInfo written = write(file, delta);
      try (SegmentReader reader = SegmentReader.open(file)) {
        assertThat(reader.info()).isEqualTo(written);
        assertThat(MemoryDelta.read(reader)).as("seed %d", seed).isEqualTo(delta);
      }
      assertThat(SegmentReader.verify(file)).isEqualTo(written);
      assertThat(Files.size(file)).isEqualTo(written.fileBytes());
    }
  }

  @Test
  void the_content_of_a_group_stands_once() throws IOException {
    SegmentInfo info = write(directory.resolve("s"), sample());
    assertThat(info.contentBytes()).isEqualTo("linked".length() + "content".length());
    assertThat(info.entries()).isEqualTo(8);
    assertThat(info.commit()).isTrue();
    assertThat(info.header()).isEqualTo(first());
  }

  @Test
  void a_segment_cut_anywhere_is_damaged() throws IOException {
    byte[] whole = bytes(sample());
    for (int length = 0; length < whole.length; length++) {
      requireDamaged(Arrays.copyOf(whole, length));
    }
    requireDamaged(Arrays.copyOf(whole, whole.length + 1));
  }

  @Test
  void a_flipped_bit_anywhere_is_damage() throws IOException {
    byte[] whole = bytes(sample());
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << (i % 8));
      requireDamaged(flipped);
    }
  }

  private byte[] bytes(MemoryDelta delta) throws IOException {
    Path file = directory.resolve("whole");
    write(file, delta);
    return Files.readAllBytes(file);
  }

  private void requireDamaged(byte[] bytes) throws IOException {
    Path file = directory.resolve("damaged");
    Files.write(file, bytes);
    Throwable thrown = catchThrowable(() -> SegmentReader.verify(file));
    assertThat(thrown)
        .isInstanceOfSatisfying(
            LayerException.class,
            e -> {
              assertThat(e.error()).isEqualTo(LayerError.DAMAGED);
              assertThat(e.file()).hasValue(file.toString());
              assertThat(e.offset()).isBetween(0L, (long) bytes.length);
            });
  }

  @Test
  void a_newer_format_is_unsupported() throws IOException {
    byte[] header = SegmentFormat.encode(first());
    byte[] fields = Arrays.copyOfRange(header, SegmentFormat.PREFIX, header.length);
    fields[0] = SegmentFormat.FORMAT + 1;
    assertThatThrownBy(() -> SegmentFormat.decode(fields, directory))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.UNSUPPORTED));
  }

  @Test
  void content_that_its_digest_does_not_name_is_refused_and_leaves_no_file() throws IOException {
    Path file = directory.resolve("s");
    MemoryDelta.Item item = sample().items().get(4);
    MemoryDelta wrong =
        MemoryDelta.of(
            List.of(
                sample().items().getFirst(),
                new MemoryDelta.Item(item.entry(), "CONTENT".getBytes(StandardCharsets.US_ASCII))));
    assertThatThrownBy(() -> write(file, wrong)).isInstanceOf(LayerException.class);
    assertThat(file).doesNotExist();
  }

  @Test
  void disorder_is_not_written() throws IOException {
    List<MemoryDelta.Item> items = sample().items();
    List<MemoryDelta.Item> orphan = List.of(items.get(0), items.get(2));
    List<MemoryDelta.Item> rootless = List.of(items.get(1));
    List<MemoryDelta.Item> backwards = List.of(items.get(0), items.get(5), items.get(4));
    for (List<MemoryDelta.Item> wrong : List.of(orphan, rootless, backwards)) {
      assertThatThrownBy(() -> write(directory.resolve("s"), MemoryDelta.of(wrong)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
