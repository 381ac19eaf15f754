package io.labvm.node.sync;

import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.sync.FreezeNotice;
import io.labvm.linux.BootClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the guard until when a desktop may stand still: {@code guard/<desktop>} in the node's
 * directory in memory, milliseconds of CLOCK_BOOTTIME. Left behind by an agent that died, it makes
 * the guard thaw the desktop.
 */
public final class GuardNotice implements FreezeNotice {
  private static final Logger log = LoggerFactory.getLogger(GuardNotice.class);
  private static final long NANOS = 1_000_000;

  private final Path file;

  /**
   * @param runDir the node's directory in memory
   */
  public GuardNotice(Path runDir, DesktopKey desktop) {
    this.file = runDir.resolve("guard").resolve(desktop.value());
  }

  /** A freeze of which the guard cannot be told is ended by its own watch alone. */
  @Override
  public void begins(Duration longest) {
    long deadline = BootClock.nanos() / NANOS + longest.toMillis();
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, Long.toString(deadline));
    } catch (IOException e) {
      log.warn("The guard is not told of a freeze: {}", e.toString());
    }
  }

  @Override
  public void ended() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.warn("The guard is not told of the end of a freeze: {}", e.toString());
    }
  }
}
