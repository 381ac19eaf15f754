package io.labvm.node.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.sync.Decided;
import io.labvm.layers.sync.RecoveryPoint;
import io.labvm.layers.sync.SyncSettings;
import io.labvm.layers.sync.SyncedUpper;
import io.labvm.node.testkit.Await;
import io.labvm.node.testkit.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A desktop whose store takes nothing for a while: it runs on, its sync says how far behind it is,
 * captures say why, and when the store is well all goes on by itself.
 */
final class StoreTrouble implements AutoCloseable {
  private static final int FILES = 16;

  private final Path root;
  private final SyncedDesktop desktop;
  private final DesktopSync sync;
  private final SyncedUpper upper;
  private final Random random = new Random(1);

  /** Begins with all shipped. */
  StoreTrouble(Scratch scratch, Path root) throws Exception {
    this.root = root;
    this.desktop = new SyncedDesktop(scratch, root);
    this.sync = new DesktopSync(root, SyncSettings.standard(), Duration.ofSeconds(2));
    this.upper = desktop.prepare("o1", true);
    sync.start(upper);
    write("before", 1);
    Await.until("the first file to be shipped", this::allIsShipped);
  }

  /** Something that a test does to a store. */
  interface Change {
    void make() throws Exception;
  }

  /**
   * Makes the trouble, looks at everything, and ends it.
   *
   * @param error that captures fail with
   * @param why is part of what they say
   */
  void passes(Change trouble, Change end, LayerError error, String why) throws Exception {
    trouble.make();
    List<String> before = names();
    write("meanwhile", FILES);
    Await.until("the sync to say that it waits", () -> points().anyMatch(StoreTrouble::isBehind));
    Instant oldest = oldest();
    for (int attempt = 1; attempt <= 2; attempt++) {
      LayerException failure = catchThrowableOfType(LayerException.class, this::capture);
      assertThat(failure).hasMessageContaining(why);
      assertThat(failure.error()).isEqualTo(error);
    }
    write("more", 1);
    Await.until("the sync to say so again", () -> points().anyMatch(StoreTrouble::isBehind));
    assertThat(oldest()).as("what waits longest").isBeforeOrEqualTo(oldest);
    Await.until("nothing half-made to stay", () -> isAsBefore(before));
    end.make();
    Await.until("everything to be shipped", this::allIsShipped);
    assertThat(points()).noneMatch(p -> p.behindSince().isPresent());
    assertThat(desktop.seal(capture(), "b1").version()).isEqualTo(1);
    Await.until("no temporary to stay", () -> isEmpty(root.resolve("tmp")));
  }

  private Decided capture() throws IOException, InterruptedException {
    return sync.capture(upper, Consistency.LIVE, OptionalLong.empty());
  }

  private static boolean isBehind(RecoveryPoint point) {
    return point.behindSince().isPresent()
        && point.oldest().isPresent()
        && point.files() + point.bytes() > 0;
  }

  private Instant oldest() {
    return points().flatMap(point -> point.oldest().stream()).findFirst().orElseThrow();
  }

  private boolean allIsShipped() {
    return points().anyMatch(p -> p.oldest().isEmpty() && p.behindSince().isEmpty());
  }

  private Stream<RecoveryPoint> points() {
    List<RecoveryPoint> all = new ArrayList<>();
    sync.recoveryPoints((_, point) -> all.add(point));
    return all.stream();
  }

  /** A quarter of a megabyte each, so that a small store is full of them. */
  private void write(String name, int count) throws IOException {
    byte[] content = new byte[1 << 18];
    for (int i = 0; i < count; i++) {
      random.nextBytes(content);
      Files.write(desktop.merged().resolve(name + "-" + i), content);
    }
  }

  /** Attempts that fail take back what they began. */
  private boolean isAsBefore(List<String> before) throws IOException {
    try {
      return names().equals(before);
    } catch (UncheckedIOException e) {
      return false; // something vanished just now
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.map(file -> root.relativize(file).toString()).sorted().toList();
    }
  }

  @Override
  public void close() throws IOException {
    sync.close();
    desktop.close();
  }
}
