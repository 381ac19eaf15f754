package io.labvm.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * The file {@code guard-alive}, whose age tells the node agent whether somebody would stop a
 * desktop: without that it starts none.
 */
final class GuardSign {
  private final Path file;

  GuardSign(Path runDir) {
    this.file = runDir.resolve("guard-alive");
  }

  /** Makes the file as old as now. */
  void give() throws IOException {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (NoSuchFileException e) {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, "");
    }
  }
}
