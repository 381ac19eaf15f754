package io.labvm.linux;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Set;

/**
 * What the kernel said of files the JDK handles. The JDK hands no errno on, only the words of
 * strerror(3), which are those of the C locale as long as the process began with {@code
 * LC_ALL=C.UTF-8} and without {@code LANGUAGE}; {@code ./labvm} sees to that.
 */
public final class KernelWords {
  private static final Set<String> FULL = Set.of("No space left on device", "Disk quota exceeded");

  /** What a mount says whose server or process is gone, or that can only be read. */
  private static final Set<String> UNUSABLE =
      Set.of(
          "Transport endpoint is not connected",
          "Input/output error",
          "Stale file handle",
          "Connection timed out",
          "Read-only file system");

  private KernelWords() {}

  /** Whether a file system or a quota is full. */
  public static boolean isFull(IOException e) {
    return e instanceof LinuxException linux
        ? linux.is(Errno.ENOSPC) || linux.is(Errno.EDQUOT)
        : says(e, FULL);
  }

  /** Whether a whole file system is of no use now, not only one of its files. */
  public static boolean isUnusable(IOException e) {
    return e instanceof LinuxException linux
        ? switch (linux.errno()) {
          case ENOTCONN, EIO, ESTALE, ETIMEDOUT, EROFS -> true;
          default -> false;
        }
        : says(e, UNUSABLE);
  }

  /**
   * The reason alone, and nothing else in it: names of files are members' words, wherever in a
   * message they stand. A channel says the reason only; whoever adds a name keeps it, as {@code
   * FileSystemException} does.
   */
  private static boolean says(IOException e, Set<String> words) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason != null && words.contains(reason);
  }
}
