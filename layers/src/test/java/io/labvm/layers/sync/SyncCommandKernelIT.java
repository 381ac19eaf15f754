package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.json.JsonDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code sync}, in processes of its own, on a real overlay. */
class SyncCommandKernelIT {
  @TempDir private Path temporary;
  private Desktop desktop;
  private Path merged;

  @BeforeEach
  void mountDesktop() throws Exception {
    desktop = new Desktop(temporary.toRealPath());
    merged = desktop.merged;
  }

  @AfterEach
  void unmountDesktop() throws Exception {
    desktop.close();
  }

  @Test
  void once_ships_everything_and_says_so_in_one_line() throws Exception {
    Files.writeString(merged.resolve("new"), "content");
    Files.delete(merged.resolve("dir/other"));
    try (SyncProcess sync = SyncProcess.start(desktop, "--once")) {
      assertThat(sync.exit()).as(sync::said).isZero();
      assertThat(sync.lines()).hasSize(1);
      JsonDocument line = sync.lines().getFirst();
      assertThat(line.number("segments")).isEqualTo(1);
      assertThat(line.number("entries")).isGreaterThanOrEqualTo(3);
      assertThat(line.number("bytes")).isEqualTo(7);
      assertThat(line.number("unstable")).isZero();
    }
    desktop.sealAndCompare();
    try (SyncProcess sync = SyncProcess.start(desktop, "--once")) {
      assertThat(sync.exit()).as(sync::said).isZero();
      assertThat(sync.lines().getFirst().number("segments")).isZero();
    }
  }

  @Test
  void what_changed_last_is_shipped_when_it_is_told_to_end() throws Exception {
    Files.writeString(merged.resolve("first"), "1");
    try (SyncProcess sync = SyncProcess.start(desktop)) {
      sync.awaitEvents("shipped", 1);
      Files.writeString(merged.resolve("file"), "the last change");
      Files.move(merged.resolve("first"), merged.resolve("dir/sub/first"));
      sync.terminate();
      assertThat(sync.exit()).as(sync::said).isZero();
      assertThat(sync.lines().getLast().text("event")).isEqualTo("ended");
    }
    desktop.sealAndCompare();
    assertThat(desktop.once().entries()).isZero();
  }

  @Test
  void told_to_end_before_it_began_it_ships_what_is_there() throws Exception {
    Files.writeString(merged.resolve("first"), "1");
    try (SyncProcess sync = SyncProcess.withSignalsKept(desktop)) {
      sync.awaitStarted();
      sync.terminate();
      assertThat(sync.exit()).as(sync::said).isZero();
      assertThat(sync.lines().getLast().text("event")).isEqualTo("ended");
    }
    desktop.sealAndCompare();
    assertThat(desktop.once().entries()).isZero();
  }

  @Test
  void told_to_end_while_the_store_is_away_it_says_that_something_is_left() throws Exception {
    Files.writeString(merged.resolve("first"), "1");
    Path away = desktop.home.resolve("away");
    try (SyncProcess sync = SyncProcess.start(desktop)) {
      sync.awaitEvents("shipped", 1);
      Path ignored = Files.move(desktop.storeRoot, away);
      Files.writeString(merged.resolve("second"), "2");
      sync.terminate();
      assertThat(sync.exit()).as(sync::said).isEqualTo(1);
    }
    Path ignored = Files.move(away, desktop.storeRoot);
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.sealAndCompare();
  }

  @Test
  void scans_alone_find_what_changed() throws Exception {
    Files.writeString(merged.resolve("first"), "1");
    try (SyncProcess sync = SyncProcess.start(desktop, "--without", "fanotify,inotify")) {
      sync.awaitEvents("shipped", 1);
      Files.writeString(merged.resolve("second"), "2");
      sync.awaitEvents("shipped", 2);
      assertThat(sync.lines().getLast().text("mode")).isEqualTo("scan");
      sync.terminate();
      assertThat(sync.exit()).as(sync::said).isZero();
    }
    desktop.sealAndCompare();
  }

  @Test
  void what_no_layer_can_hold_is_counted_by_sync_and_by_seal() throws Exception {
    Files.writeString(merged.resolve("protected"), "content");
    chattr("+i");
    try (SyncProcess sync = SyncProcess.start(desktop, "--once")) {
      assertThat(sync.exit()).as(sync::said).isZero();
      JsonDocument line = sync.lines().getFirst();
      assertThat(line.numbers("notKept")).isEqualTo(Map.of("immutable-flag", 1L));
      assertThat(desktop.seal().notKept()).isEqualTo(line.numbers("notKept"));
    } finally {
      chattr("-i");
    }
  }

  private void chattr(String flag) throws Exception {
    Process process =
        new ProcessBuilder("chattr", flag, merged.resolve("protected").toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
