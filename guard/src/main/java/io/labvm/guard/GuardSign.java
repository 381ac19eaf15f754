package io.labvm.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * The file {@code guard-alive}, whose age tells the node agent whether somebody would stop a
 * desktop: without that it starts none, and ends a guard that stands still. It says who that is:
 * process number and time of the start in milliseconds.
 */
final class GuardSign {
  private final Path file;
  private boolean begun;

  GuardSign(Path runDir) {
    this.file = runDir.resolve("guard-alive");
  }

  /** Makes the file as old as now. */
  void give() throws IOException {
    if (!begun) {
      Files.createDirectories(file.resolveSibling("."));
      begin();
      begun = true;
    }
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (NoSuchFileException e) {
      begin();
    }
  }

  private void begin() throws IOException {
    ProcessHandle self = ProcessHandle.current();
    long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    Files.writeString(file, self.pid() + " " + start);
  }
}
