package io.labvm.layers.capture;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSink;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.KnownBlocks;
import io.labvm.layers.erofs.Omissions;
import io.labvm.layers.index.Head;
import io.labvm.layers.index.Index;
import io.labvm.linux.Dir;
import io.labvm.linux.Fd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes in just the wrong moment of a capture, which a sink or a clock makes. */
class CaptureRaceTest {
  private static final InstantSource LATER =
      InstantSource.offset(InstantSource.system(), Duration.ofHours(1));

  @TempDir private Path home;
  private Path upper;
  private Index index;

  @BeforeEach
  void open() throws IOException {
    upper = Files.createDirectory(home.resolve("upper"));
    index = Index.open(home.resolve("index"), "upper");
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private record Seen(List<DeltaEntry> entries, long unstable, boolean rootChanged) {}

  private Seen capture(InstantSource clock, DeltaSink alongside) throws IOException {
    List<DeltaEntry> entries = new ArrayList<>();
    try (Dir dir = Dir.openConfined(upper);
        CaptureResult result =
            new Capture(home, clock)
                .run(
                    dir,
                    index,
                    (entry, content) -> {
                      entries.add(entry);
                      alongside.entry(entry, content);
                    })) {
      index.commit(result.frame(), new Head(1, Digest.of(new byte[Digest.BYTES])));
      return new Seen(entries, result.unstable(), result.rootChanged());
    }
  }

  /** Files may be cut between a look for data and the look for the hole behind it. */
  @Test
  void a_hole_is_not_found_behind_the_end() throws Exception {
    Path file = Files.writeString(home.resolve("short"), "short");
    try (Fd fd = Fd.open(file);
        Staged staged = new Staged(home, Capture.NEVER, KnownBlocks.NONE)) {
      assertThat(fd.seekHole(0)).isEqualTo(5);
      assertThat(fd.seekHole(6)).isEqualTo(-1);
      assertThat(requireNonNull(staged.take(fd, 9, null)).size()).isEqualTo(9);
    }
  }

  /** Else some megabytes that lie far apart would be terabytes of zeros in spool or store. */
  @Test
  void a_file_that_would_be_nearly_all_zeros_is_left_out() throws Exception {
    Path scattered = scattered("scattered", 32, 1 << 20);
    try (Staged few = new Staged(home, Capture.NEVER, KnownBlocks.NONE, 8, 16 << 20);
        Staged usual = new Staged(home, Capture.NEVER, KnownBlocks.NONE)) {
      assertThat(taken(few, scattered)).isNull();
      assertThat(requireNonNull(taken(usual, scattered)).parts()).hasSize(32);
      assertThat(taken(usual, scattered("vast", 80, 64L << 30))).isNull();
      assertThat(taken(usual, scattered("lastlog", 3, 400L << 30))).isNotNull();
    }
  }

  private Path scattered(String name, int pieces, long apart) throws IOException {
    Path file = home.resolve(name);
    try (FileChannel out = FileChannel.open(file, CREATE_NEW, WRITE)) {
      for (int i = 0; i < pieces; i++) {
        assertThat(out.write(ByteBuffer.wrap(new byte[] {1}), i * apart)).isOne();
      }
    }
    return file;
  }

  private static Body.@Nullable Data taken(Staged staged, Path file) throws IOException {
    try (Fd fd = Fd.open(file)) {
      return staged.take(fd, Files.size(file), null);
    }
  }

  @Test
  void an_ancestor_renamed_below_an_open_way_makes_its_rest_unstable() throws Exception {
    Path at = upper;
    for (int depth = 0; depth < 300; depth++) {
      at = Files.createDirectory(at.resolve("d"));
    }
    Path top = upper.resolve("d");
    Files.writeString(top.resolve("z"), "z");
    Seen seen =
        capture(
            InstantSource.system(),
            (entry, content) -> {
              if (entry.path().length() == 2 * 300 - 1) {
                Files.move(top, upper.resolve("elsewhere"));
              }
            });
    assertThat(seen.unstable()).isPositive();
    assertThat(seen.entries()).noneMatch(e -> Desk.text(e.path()).equals("d/z"));
  }

  @Test
  void one_name_changed_among_many_groups_stands_apart() throws Exception {
    Path a = Files.createDirectory(upper.resolve("a"));
    Path b = Files.createDirectory(upper.resolve("b"));
    for (int i = 0; i < 4200; i++) {
      Files.createLink(b.resolve("n" + i), Files.createFile(a.resolve("n" + i)));
    }
    Seen seen =
        capture(
            InstantSource.system(),
            (entry, content) -> {
              if (Desk.text(entry.path()).equals("b")) {
                Files.writeString(a.resolve("n0"), "changed");
              }
            });
    Map<Long, Body> bodies = new HashMap<>();
    for (DeltaEntry entry : seen.entries()) {
      if (entry.group() > 0) {
        Body first = bodies.putIfAbsent(entry.group(), entry.body());
        assertThat(first == null || first.equals(entry.body())).isTrue();
      }
    }
    assertThat(bodies).hasSize(4200);
    assertThat(seen.entries())
        .filteredOn(e -> Desk.text(e.path()).equals("b/n0"))
        .allMatch(e -> e.group() == 0)
        .hasSize(1);
    assertThat(seen.unstable()).isPositive();
    Seen again = capture(InstantSource.system(), (entry, content) -> {});
    assertThat(again.entries())
        .filteredOn(e -> e.group() == 1)
        .extracting(e -> Desk.text(e.path()))
        .containsExactly("a/n0", "b/n0");
  }

  @Test
  void a_root_that_changes_after_the_scan_is_a_change() throws Exception {
    capture(LATER, (entry, content) -> {});
    InstantSource meddling =
        () -> {
          try {
            Files.setPosixFilePermissions(upper, PosixFilePermissions.fromString("rwx--x--x"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return LATER.instant();
        };
    // The scan trusts its hint and asks for no time; the reading that follows does.
    Seen seen = capture(meddling, (entry, content) -> {});
    assertThat(seen.rootChanged()).isTrue();
    assertThat(seen.entries().getFirst().attributes().mode() & 0777).isEqualTo(0711);
  }

  @Test
  void an_age_is_taken_before_the_first_look() throws Exception {
    Path file = Files.writeString(upper.resolve("file"), "a");
    InstantSource meddling =
        () -> {
          Instant now = Instant.now();
          try {
            Files.writeString(file, "longer");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return now;
        };
    try (Dir dir = Dir.openConfined(upper);
        EntryReader reader = new EntryReader(home, new Omissions(), meddling)) {
      Reading reading = reader.read(dir, "file".getBytes(StandardCharsets.US_ASCII));
      assertThat(reading).isNotNull();
      assertThat(reading.stat().size()).isEqualTo(6);
      assertThat(reading.trusted()).isFalse();
    }
  }
}
