package io.labvm.node.figures;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the kernel count what groups of version 1 read and write. Since Linux 6.10 it does so for a
 * disk only when a limit has been set there once, in any group; one that is set and taken back
 * does, and limits nothing.
 */
final class DiskCounting {
  private static final Logger log = LoggerFactory.getLogger(DiskCounting.class);
  private static final String LIMIT = "blkio.throttle.write_bps_device";

  /** Bytes a second that no disk writes. */
  private static final long NONE_WRITES = 1L << 40;

  private DiskCounting() {}

  /**
   * @param group of version 1
   * @param directory on the disk
   */
  static void begin(Path group, Path directory) {
    try {
      String disk = disk(directory);
      Files.writeString(group.resolve(LIMIT), disk + " " + NONE_WRITES);
      Files.writeString(group.resolve(LIMIT), disk + " 0");
    } catch (IOException | UnsupportedOperationException e) {
      log.info("What desktops read and write is not counted: {}", e.toString());
    }
  }

  /** Of a partition the whole disk. */
  private static String disk(Path directory) throws IOException {
    long device = (long) Files.getAttribute(directory, "unix:dev", LinkOption.NOFOLLOW_LINKS);
    long major = (device >> 8) & 0xfff;
    long minor = (device & 0xff) | ((device >> 12) & 0xfff00);
    Path block = Path.of("/sys/dev/block", major + ":" + minor).toRealPath();
    Path whole = Files.exists(block.resolve("partition")) ? block.resolveSibling(".") : block;
    return Files.readString(whole.resolve("dev"), StandardCharsets.US_ASCII).strip();
  }
}
