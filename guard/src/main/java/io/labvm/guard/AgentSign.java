package io.labvm.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * How long ago the node agent touched {@code agent-alive}.
 *
 * <p>Ages are counted in CLOCK_BOOTTIME from the moment a new time stamp was seen: the stamp itself
 * is wall clock, which may jump.
 */
final class AgentSign {
  private final Path file;
  private final BootClock clock;
  private final long watchingSince;
  private long stamp = -1;
  private long seenAt;

  AgentSign(Path runDir, BootClock clock) {
    this.file = runDir.resolve("agent-alive");
    this.clock = clock;
    this.watchingSince = clock.millis();
  }

  /**
   * Milliseconds since the last sign. While there was never one, since somebody looks: an agent
   * that does not come up after a reboot must be noticed as well.
   */
  long ageMillis() {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      var current = attributes.lastModifiedTime().toMillis();
      if (current != stamp) {
        seenAt = clock.millis() - firstAge(current);
        stamp = current;
      }
      return clock.millis() - seenAt;
    } catch (IOException e) {
      stamp = -1;
      return clock.millis() - watchingSince;
    }
  }

  /** Only for the first stamp after this process began is the wall clock all there is. */
  private long firstAge(long current) {
    return stamp == -1 ? Math.max(0, System.currentTimeMillis() - current) : 0;
  }
}
