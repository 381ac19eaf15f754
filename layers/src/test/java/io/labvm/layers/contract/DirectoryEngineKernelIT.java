package io.labvm.layers.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The engine's contract on a plain directory. */
class DirectoryEngineKernelIT {
  @TempDir private Path root;

  @Nested
  class Engine extends EngineContract {
    Engine() {
      super(DirectoryEngineKernelIT.this::sides);
    }
  }

  private Sides sides() throws Exception {
    Path directory = Files.createTempDirectory(root, "directory-");
    return new Sides(directory, directory);
  }
}
