package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Continuous sync is killed again and again while the desktop goes on writing. */
class KilledSyncKernelIT {
  @TempDir private Path temporary;
  private Desktop desktop;
  private volatile boolean writing = true;
  private volatile int written;

  @BeforeEach
  void mountDesktop() throws Exception {
    desktop = new Desktop(temporary.toRealPath());
  }

  @AfterEach
  void unmountDesktop() throws Exception {
    desktop.close();
  }

  private void write() {
    try {
      for (int i = 0; writing; i++) {
        change(desktop.merged, i);
        written = i;
        LockSupport.parkNanos(1_000_000); // the tree stays small
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void change(Path merged, int i) throws IOException {
    Path dir = Files.createDirectories(merged.resolve("work-" + i % 7));
    Files.writeString(dir.resolve("file-" + i % 5), "content " + i);
    Path link = merged.resolve("link-" + i % 19);
    switch (i % 11) {
      case 0 -> {
        Path ignored = Files.move(dir, merged.resolve("renamed-" + i));
      }
      case 3 -> {
        boolean ignored = Files.deleteIfExists(link);
        Path same = Files.createLink(link, dir.resolve("file-" + i % 5));
        Files.writeString(same, "by a link " + i);
      }
      case 5 -> {
        boolean ignored = Files.deleteIfExists(link);
      }
      default -> Files.writeString(merged.resolve("file"), "changed " + i);
    }
  }

  /** Goes on only when the desktop wrote meanwhile. */
  private void awaitWriter() throws Exception {
    int before = written;
    Await.until(() -> written > before + 50);
  }

  @Test
  void restarted_it_converges_to_what_the_desktop_shows() throws Exception {
    Thread writer = Thread.ofPlatform().name("writer").start(this::write);
    try {
      killWhenASegmentAppears();
      diesAt("sync.publish.after");
      killWhenASegmentAppears();
      diesAt("index.commit.before");
      diesAt("sync.capture.after");
      var ignored = desktop.seal();
      diesAt("index.commit.after");
      awaitWriter();
    } finally {
      writing = false;
      writer.join();
    }
    Files.writeString(desktop.merged.resolve("end"), "the last");
    try (SyncProcess sync = SyncProcess.start(desktop)) {
      sync.awaitEvents("shipped", 1);
      sync.terminate();
      assertThat(sync.exit()).as(sync::said).isZero();
    }
    desktop.sealAndCompare();
    assertThat(desktop.once().entries()).isZero();
  }

  /** Between two steps, which only chance decides. */
  private void killWhenASegmentAppears() throws Exception {
    awaitWriter();
    int before = desktop.staged().size();
    try (SyncProcess sync = SyncProcess.start(desktop)) {
      Await.until(() -> desktop.staged().size() > before || !sync.isAlive());
      assertThat(sync.isAlive()).as(sync::said).isTrue();
      sync.kill();
    }
  }

  private void diesAt(String point) throws Exception {
    awaitWriter();
    try (SyncProcess sync = SyncProcess.killedAt(point, desktop)) {
      assertThat(sync.exit()).as(sync::said).isEqualTo(137);
    }
  }
}
