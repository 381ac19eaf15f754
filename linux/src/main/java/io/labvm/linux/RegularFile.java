package io.labvm.linux;

import org.jspecify.annotations.Nullable;

/**
 * A regular file opened for reading, with what it was at that moment.
 *
 * @param stat taken from the descriptor, so it is about the very file that will be read
 */
public record RegularFile(Fd fd, Stat stat) implements AutoCloseable {

  /** Closes the descriptor and answers null when it is not a regular file after all. */
  static @Nullable RegularFile of(Fd fd) throws LinuxException {
    try {
      Stat stat = fd.stat();
      if (stat.type() == FileType.REGULAR) {
        return new RegularFile(fd, stat);
      }
    } catch (LinuxException e) {
      fd.close();
      throw e;
    }
    fd.close();
    return null;
  }

  @Override
  public void close() {
    fd.close();
  }
}
