package io.labvm.node.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** The file {@code agent-alive}, whose age tells the guard whether the agent lives. */
public final class SignOfLife {
  private final Path file;

  /**
   * @param runDir the node's directory in memory
   */
  public SignOfLife(Path runDir) {
    this.file = runDir.resolve("agent-alive");
  }

  /** Makes the file as old as now. */
  public void give() throws IOException {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (NoSuchFileException e) {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, "");
    }
  }
}
