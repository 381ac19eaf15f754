package io.labvm.node.desktop;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.left.LeftRoom;
import io.labvm.node.root.DesktopRoots;
import io.labvm.node.root.LeftUpper;
import io.labvm.node.sync.DesktopSync;
import io.labvm.nodechannel.NodeMetrics.LeftMetrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tends what was left behind: finds it, tells of it, and throws it away when its time is over or
 * when a version holds all of it.
 */
public final class LeftSweep {
  private static final Logger log = LoggerFactory.getLogger(LeftSweep.class);

  /** A node tells of no more, so that its figures fit into one message. */
  private static final int MOST_TOLD = 50;

  private final Desktops desktops;
  private final DesktopRoots roots;
  private final DesktopSync sync;
  private final Duration keep;
  private final InstantSource clock;
  private final Map<String, LeftRoom> rooms = new HashMap<>();
  private final Set<String> discarded = ConcurrentHashMap.newKeySet();
  private volatile List<LeftMetrics> told = List.of();

  /**
   * @param keep how long left-behind changes stay
   */
  public LeftSweep(
      Desktops desktops, DesktopRoots roots, DesktopSync sync, Duration keep, InstantSource clock) {
    this.desktops = desktops;
    this.roots = roots;
    this.sync = sync;
    this.keep = keep;
    this.clock = clock;
  }

  /** What there is, as the last look found it; answers at once. */
  public List<LeftMetrics> told() {
    return told;
  }

  /** Once over everything; what cannot be looked at is left for the next time. */
  public void run() {
    roots.list().forEach(this::setAside);
    List<LeftMetrics> found = new ArrayList<>();
    Map<String, LeftRoom> known = Map.copyOf(rooms);
    rooms.clear();
    for (LeftUpper left : roots.leftBehind().list()) {
      if (isOver(left)) {
        boolean gone = desktops.discard(left.desktop(), left.id());
        log.info("Left-behind upper {} of {} goes: {}", left.id(), left.desktop(), gone);
      } else {
        LeftRoom room = room(left, known);
        rooms.put(left.id(), room);
        found.add(metrics(left, room));
      }
    }
    found.sort(Comparator.comparingLong(LeftMetrics::sinceMillis).reversed());
    tell(found.subList(0, Math.min(MOST_TOLD, found.size())));
  }

  /** Throws one away for good, and tells no more of it; false when it is not there. */
  public boolean discard(DesktopId desktop, String left) {
    boolean gone = desktops.discard(desktop, left);
    discarded.add(desktop + "/" + left);
    tell(told);
    return gone;
  }

  /** A look that began before a discard, and may wait for the store, must not bring it back. */
  private synchronized void tell(List<LeftMetrics> found) {
    told = found.stream().filter(t -> !discarded.contains(t.desktop() + "/" + t.id())).toList();
  }

  private void setAside(DesktopId desktop) {
    try {
      if (desktops.setAside(desktop)) {
        log.info("Desktop {} goes on elsewhere; its upper is left behind", desktop);
      }
    } catch (IOException | NodeFailure e) {
      log.debug("The upper of desktop {} stays where it is: {}", desktop, e.getMessage());
    }
  }

  private boolean isOver(LeftUpper left) {
    if (!end(left).isAfter(clock.instant())) {
      return true;
    }
    try {
      return sync.isInAVersion(roots.leftBehind().synced(left));
    } catch (IOException e) {
      log.debug("Left-behind upper {} stays: {}", left.id(), e.getMessage());
      return false;
    }
  }

  private Instant end(LeftUpper left) {
    return left.since().plus(keep);
  }

  /** Nobody writes to it: what was counted once stays right. */
  private static LeftRoom room(LeftUpper left, Map<String, LeftRoom> known) {
    LeftRoom before = known.get(left.id());
    if (before != null) {
      return before;
    }
    try {
      return LeftRoom.of(left.path());
    } catch (IOException e) {
      log.warn("Left-behind upper {} cannot be counted: {}", left.id(), e.getMessage());
      return new LeftRoom(0, 0, false);
    }
  }

  private LeftMetrics metrics(LeftUpper left, LeftRoom room) {
    return new LeftMetrics(
        left.desktop().value(),
        left.id(),
        left.since().toEpochMilli(),
        end(left).toEpochMilli(),
        room.names(),
        room.bytes(),
        room.complete());
  }
}
