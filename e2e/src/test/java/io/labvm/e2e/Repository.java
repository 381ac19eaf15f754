package io.labvm.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sources stand. */
final class Repository {
  private Repository() {}

  /** The folder that holds the launcher. */
  static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(at.resolve("labvm"))) {
      Path parent = at.getParent();
      if (parent == null) {
        throw new IllegalStateException("no launcher above the working directory");
      }
      at = parent;
    }
    return at;
  }
}
