package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.mount.TestedKernel;
import io.labvm.layers.store.DesktopKey;
import io.labvm.linux.TreeEvents.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Changes of a real overlay, shipped as they come; what was shipped alone is sealed and mounted.
 */
@Tag(TestedKernel.OLD)
class LiveSyncKernelIT {
  @TempDir private Path temporary;
  private Desktop desktop;
  private Path merged;
  private final List<SyncResult> shipped = new CopyOnWriteArrayList<>();
  private final List<Exception> failures = new CopyOnWriteArrayList<>();

  private final SyncListener listener =
      new SyncListener() {
        @Override
        public void shipped(DesktopKey key, SyncResult result, RecoveryPoint now) {
          shipped.add(result);
        }

        @Override
        public void waiting(DesktopKey key, IOException why, RecoveryPoint now) {
          failures.add(why);
        }

        @Override
        public void ended(DesktopKey key, Optional<Exception> why, RecoveryPoint now) {
          why.ifPresent(failures::add);
        }
      };

  static List<List<Source>> sources() {
    return List.of(List.of(Source.FANOTIFY), List.of(Source.INOTIFY), List.of());
  }

  @BeforeEach
  void mountDesktop() throws Exception {
    desktop = new Desktop(temporary.toRealPath());
    merged = desktop.merged;
  }

  @AfterEach
  void unmountDesktop() throws Exception {
    desktop.close();
  }

  private SyncEngine engine(List<Source> sources) throws Exception {
    return engine(sources, Duration.ofMillis(100), 1000);
  }

  private SyncEngine engine(List<Source> sources, Duration trickle, int names) throws Exception {
    return engine(settings(sources, trickle, Duration.ofHours(1), names, 20));
  }

  private static SyncSettings settings(
      List<Source> sources, Duration trickle, Duration backstop, int names, int share) {
    Duration collect = Duration.ofMillis(50);
    Duration atMost = Duration.ofMillis(200);
    return new SyncSettings(
        sources, collect, atMost, trickle, backstop, atMost, names, share, 1000);
  }

  private SyncEngine engine(SyncSettings settings) throws Exception {
    SyncEngine engine = new SyncEngine(settings, listener);
    engine.add(desktop.store(), desktop.place());
    return engine;
  }

  /** Waits until a condition holds; a minute is far beyond what it can take. */
  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("nothing came");
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private void awaitShipped(int before) {
    await(() -> shipped.size() > before);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void what_was_shipped_live_is_what_the_desktop_shows(List<Source> sources) throws Exception {
    Files.createDirectories(merged.resolve("old/tree/deep"));
    Files.writeString(merged.resolve("old/tree/deep/file"), "moves along");
    try (SyncEngine engine = engine(sources)) {
      awaitShipped(0);
      int before = shipped.size();
      Files.writeString(merged.resolve("file"), "changed");
      Files.move(merged.resolve("old/tree"), merged.resolve("moved"));
      Files.createLink(merged.resolve("linked"), merged.resolve("moved/deep/file"));
      Files.delete(merged.resolve("dir/other"));
      awaitShipped(before);
      before = shipped.size();
      Files.writeString(merged.resolve("linked"), "by the other name");
      Files.setPosixFilePermissions(
          merged.resolve("dir"), PosixFilePermissions.fromString("rwx------"));
      Files.createDirectories(merged.resolve("old/tree/again"));
      awaitShipped(before);
      assertThat(engine.recoveryPoint(Desktop.KEY)).isPresent();
    }
    assertThat(failures).isEmpty();
    desktop.sealAndCompare();
    // What the live passes left for the one that decides is nothing.
    assertThat(desktop.once().entries()).isZero();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void a_restless_desktop_is_exact_after_the_deciding_pass(List<Source> sources) throws Exception {
    try (SyncEngine engine = engine(sources)) {
      for (int i = 0; i < 300; i++) {
        Path dir = Files.createDirectories(merged.resolve("work-" + i % 7));
        Files.writeString(dir.resolve("file-" + i % 5), "content " + i);
        if (i % 11 == 0) {
          Path to = merged.resolve("renamed-" + i);
          Files.move(dir, to);
        }
        if (i % 13 == 0) {
          Files.createLink(merged.resolve("link-" + i), merged.resolve("file"));
          Files.writeString(merged.resolve("link-" + i), "through a link " + i);
        }
        if (i % 17 == 0) {
          Files.deleteIfExists(merged.resolve("link-" + (i - 4)));
        }
      }
      awaitShipped(0);
      assertThat(engine.recoveryPoint(Desktop.KEY)).isPresent();
    }
    assertThat(failures).isEmpty();
    var ignored = desktop.seal();
    ignored = desktop.seal();
    SyncResult last = desktop.once();
    assertThat(last.unstable()).isZero();
    desktop.sealAndCompare();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void a_store_that_comes_back_gets_everything(List<Source> sources) throws Exception {
    storeIsAway(sources, false, 1);
  }

  /** As when a client of the store is unmounted. */
  @ParameterizedTest
  @MethodSource("sources")
  void an_empty_mount_point_is_a_store_that_is_away(List<Source> sources) throws Exception {
    storeIsAway(sources, true, 3);
  }

  private void storeIsAway(List<Source> sources, boolean emptyInItsPlace, int attempts)
      throws Exception {
    try (SyncEngine engine = engine(sources)) {
      Files.writeString(merged.resolve("first"), "1");
      awaitShipped(0);
      Path away = Files.move(desktop.storeRoot, desktop.home.resolve("away"));
      if (emptyInItsPlace) {
        Files.createDirectory(desktop.storeRoot);
      }
      Files.writeString(merged.resolve("second"), "2");
      await(() -> failures.size() >= attempts);
      assertThat(engine.recoveryPoint(Desktop.KEY).orElseThrow().behindSince()).isPresent();
      int before = shipped.size();
      if (emptyInItsPlace) {
        Files.delete(desktop.storeRoot); // fails, had anything been made in it
      }
      Files.move(away, desktop.storeRoot);
      awaitShipped(before);
    }
    desktop.sealAndCompare();
  }

  /** However many names changed between two batches, they are one. */
  @ParameterizedTest
  @MethodSource("sources")
  void thousands_of_new_files_are_few_segments(List<Source> sources) throws Exception {
    try (SyncEngine engine = engine(sources, Duration.ofHours(1), 1 << 16)) {
      Files.writeString(merged.resolve("first"), "1");
      awaitShipped(0);
      Path many = Files.createDirectory(merged.resolve("many"));
      for (int i = 0; i < 5_000; i++) {
        Files.writeString(many.resolve("file-" + i), "content " + i);
      }
      assertThat(engine.recoveryPoint(Desktop.KEY)).isPresent();
    }
    assertThat(failures).isEmpty();
    assertThat(desktop.staged()).hasSizeLessThanOrEqualTo(3);
    desktop.sealAndCompare();
  }

  /** Here each file of a MiB costs so much that its second copy waits for the end. */
  @ParameterizedTest
  @MethodSource("sources")
  void a_costly_file_waits_and_no_other_waits_for_it(List<Source> sources) throws Exception {
    SyncSettings costly =
        settings(sources, Duration.ofMillis(100), Duration.ofHours(1), 1000, 1 << 30);
    Path big = merged.resolve("big");
    try (SyncEngine engine = engine(costly)) {
      awaitShipped(0);
      int before = shipped.size();
      Files.write(big, content(1));
      awaitShipped(before);
      before = shipped.size();
      Files.write(big, content(2));
      Files.writeString(merged.resolve("small"), "not held back");
      awaitShipped(before);
      await(() -> engine.recoveryPoint(Desktop.KEY).orElseThrow().files() == 1);
      assertThat(engine.recoveryPoint(Desktop.KEY).orElseThrow().oldest()).isPresent();
      assertThat(dataFiles()).isEqualTo(1);
    }
    assertThat(failures).isEmpty();
    assertThat(dataFiles()).isEqualTo(2);
    desktop.sealAndCompare();
    assertThat(desktop.once().entries()).isZero();
  }

  private static byte[] content(long seed) {
    byte[] content = new byte[2 << 20];
    new Random(seed).nextBytes(content);
    return content;
  }

  private long dataFiles() throws IOException {
    try (Stream<Path> files = Files.walk(desktop.storeRoot.resolve("data"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static final String DIG =
      """
      import os
      for _ in range(30):
          os.mkdir("0" * 200)
          os.chdir("0" * 200)
      """;

  /** Beyond PATH_MAX nothing can be watched by its path. */
  @Test
  void a_tree_that_could_not_be_watched_is_watched_once_it_can() throws Exception {
    Path deep = Files.createDirectory(merged.resolve("deep"));
    run(deep, "python3", "-c", DIG);
    SyncSettings eager =
        settings(List.of(Source.INOTIFY), Duration.ofMillis(100), Duration.ofMillis(100), 1000, 20);
    try (SyncEngine engine = engine(eager)) {
      awaitShipped(0);
      assertThat(engine.recoveryPoint(Desktop.KEY).orElseThrow().source()).isEmpty();
      run(merged, "rm", "-rf", "deep");
      await(() -> engine.recoveryPoint(Desktop.KEY).orElseThrow().source().isPresent());
      Files.writeString(merged.resolve("told"), "by an event");
    }
    assertThat(failures).isEmpty();
    desktop.sealAndCompare();
  }

  private static void run(Path in, String... command) throws Exception {
    Process process = new ProcessBuilder(command).directory(in.toFile()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}
