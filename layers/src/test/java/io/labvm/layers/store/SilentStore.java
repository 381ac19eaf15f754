package io.labvm.layers.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Makes everybody wait who opens a store, as a file system does whose servers are silent. */
public final class SilentStore implements AutoCloseable {
  private final Path format;
  private final Path aside;

  private SilentStore(Path root) {
    format = root.resolve("FORMAT");
    aside = root.resolve("FORMAT.aside");
  }

  /** Silent until it is closed. */
  public static SilentStore of(Path root) throws IOException, InterruptedException {
    SilentStore silent = new SilentStore(root);
    Path pipe = root.resolve("FORMAT.pipe");
    int exit = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("mkfifo " + pipe + ": " + exit);
    }
    Path ignored = Files.createLink(silent.aside, silent.format);
    Files.move(pipe, silent.format, StandardCopyOption.ATOMIC_MOVE);
    return silent;
  }

  /** Answers those who wait, by an error, and all who come later. */
  @Override
  public void close() throws IOException {
    Path pipe = format.resolveSibling("FORMAT.pipe");
    Path ignored = Files.createLink(pipe, format);
    Files.move(aside, format, StandardCopyOption.ATOMIC_MOVE);
    // does not wait for a reader, and the readers see its end
    FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
    Files.delete(pipe);
  }
}
