package io.labvm.node.desktop;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.root.DesktopRoots;
import io.labvm.node.root.DiskSpace;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back the space of uppers that only serve as a cache: their desktops rest for long enough,
 * and a version holds all of them. A start then begins a new upper on that version.
 */
public final class UpperSweep {
  private static final Logger log = LoggerFactory.getLogger(UpperSweep.class);

  /** Nobody who restarts a desktop should wait for layers, however full the disk is. */
  private static final Duration SHORTEST = Duration.ofMinutes(15);

  private final Desktops desktops;
  private final DesktopRoots roots;
  private final DiskSpace disk;
  private final Duration keep;

  /**
   * @param keep how long an upper stays after its desktop was stopped, while there is room
   */
  public UpperSweep(Desktops desktops, DesktopRoots roots, DiskSpace disk, Duration keep) {
    this.desktops = desktops;
    this.roots = roots;
    this.disk = disk;
    this.keep = keep;
  }

  /** Once over all desktops; one that cannot be looked at is left for the next time. */
  public void run() {
    Duration rested = disk.isShort() && keep.compareTo(SHORTEST) > 0 ? SHORTEST : keep;
    for (DesktopId desktop : roots.list()) {
      try {
        if (desktops.freeUpper(desktop, rested)) {
          log.info("The upper of desktop {} is given up: a version holds all of it", desktop);
        }
      } catch (NodeFailure e) {
        log.warn("The upper of desktop {} stays: {}", desktop, e.getMessage());
      }
    }
  }
}
