package io.labvm.node.sync;

import io.labvm.layers.LayerError;
import io.labvm.layers.store.Filler;
import io.labvm.node.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a small file system of its own. */
class StoreTroubleKernelIT {
  private Scratch scratch;
  private Path root;

  @BeforeEach
  void makeASmallDisk() throws IOException {
    scratch = new Scratch();
    root = Files.createDirectory(scratch.resolve("store"));
    mount("-t", "tmpfs", "-o", "size=32m", "labvm-test");
  }

  private void mount(String... words) throws IOException {
    String[] command = new String[words.length + 2];
    command[0] = "mount";
    System.arraycopy(words, 0, command, 1, words.length);
    command[command.length - 1] = root.toString();
    String ignored = SyncedDesktop.COMMANDS.call(command);
  }

  @AfterEach
  void removeEverything() throws IOException {
    scratch.close();
  }

  @Test
  void aFullStoreIsWaitedForAndTakesEverythingWhenThereIsRoom() throws Exception {
    Path filler = root.resolve("tmp/filler");
    try (StoreTrouble desktop = new StoreTrouble(scratch, root)) {
      desktop.passes(
          () -> Filler.fill(root.resolve("tmp")),
          () -> Files.delete(filler),
          LayerError.NO_SPACE,
          "No space left on device");
    }
  }

  @Test
  void aReadOnlyStoreIsWaitedForAndTakesEverythingWhenItIsWritable() throws Exception {
    try (StoreTrouble desktop = new StoreTrouble(scratch, root)) {
      desktop.passes(
          () -> mount("-o", "remount,ro"),
          () -> mount("-o", "remount,rw"),
          LayerError.STORE_UNAVAILABLE,
          "Read-only file system");
    }
  }
}
