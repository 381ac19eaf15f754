package io.labvm.node.sync;

import io.labvm.layers.LayerError;
import io.labvm.layers.moosefs.MooseFs;
import io.labvm.layers.moosefs.MooseFsExtension;
import io.labvm.node.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A store on a real MooseFS, with a quota as administrators set it; it binds root, too. */
@ExtendWith(MooseFsExtension.class)
class QuotaStoreIT {
  private final MooseFs moosefs;

  QuotaStoreIT(MooseFs moosefs) {
    this.moosefs = moosefs;
  }

  @Test
  void anExceededQuotaIsWaitedForAndEverythingIsTakenWhenItIsRaised() throws Exception {
    Path root = Files.createTempDirectory(moosefs.client("quota").path(), "store-");
    try (StoreTrouble desktop = new StoreTrouble(new Scratch(), root)) {
      desktop.passes(
          () -> limit(root, "2Mi"),
          () -> limit(root, "1Gi"),
          LayerError.NO_SPACE,
          "Disk quota exceeded");
    }
  }

  private static void limit(Path directory, String length) throws IOException {
    String ignored = SyncedDesktop.COMMANDS.call("mfssetquota", "-L", length, directory.toString());
  }
}
