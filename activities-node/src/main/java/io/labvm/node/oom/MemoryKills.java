package io.labvm.node.oom;

import io.labvm.nodechannel.NodeMetrics.MemoryKill;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Processes of this node's desktops that were ended for want of memory: by name where the kernel's
 * words were read, else only their number, when the control group's counter grew.
 */
public final class MemoryKills {
  private static final Duration TOLD = Duration.ofHours(1);
  private static final int MOST = 50;

  /** The portal keeps more of each desktop, so that what it let go is not told anew. */
  private static final int MOST_OF_ONE = 10;

  private final Pattern group;
  private final LongSupplier millis;
  private final Deque<MemoryKill> kills = new ArrayDeque<>();
  private final Map<Run, Integer> known = new HashMap<>();

  /**
   * @param cgroupParent the configured parent of all desktops, {@code /…}
   * @param millis epoch milliseconds of now
   */
  public MemoryKills(String cgroupParent, LongSupplier millis) {
    this.group = Pattern.compile(Pattern.quote(cgroupParent) + "/([^/]+)/([0-9]+)(?:/|$)");
    this.millis = millis;
  }

  private record Run(String desktop, long epoch) {}

  /** What the kernel said; nothing when it is about no desktop of this node. */
  synchronized void said(KernelKill kill, long atMillis) {
    Matcher found = group.matcher(kill.group());
    if (found.find()) {
      add(
          new MemoryKill(
              found.group(1),
              Long.parseLong(found.group(2)),
              "pid-" + kill.pid(),
              atMillis,
              kill.program(),
              kill.bytes(),
              1,
              kill.byLimit()));
    }
  }

  /**
   * What a run's counter said a moment ago: the kernel's words about it would have been read since.
   */
  public synchronized void counted(String desktop, long epoch, long kills) {
    int unknown = (int) (kills - known.getOrDefault(new Run(desktop, epoch), 0));
    if (unknown > 0) {
      add(
          new MemoryKill(
              desktop, epoch, "count-" + kills, millis.getAsLong(), null, null, unknown, true));
    }
  }

  private void add(MemoryKill kill) {
    known.merge(new Run(kill.desktop(), kill.epoch()), kill.processes(), Integer::sum);
    kills.addFirst(kill);
    while (kills.size() > MOST) {
      kills.removeLast();
    }
  }

  /** The newest first, none that is old. */
  public synchronized List<MemoryKill> told() {
    long since = millis.getAsLong() - TOLD.toMillis();
    Map<String, Integer> ofOne = new HashMap<>();
    return kills.stream()
        .filter(kill -> kill.atMillis() >= since)
        .filter(kill -> ofOne.merge(kill.desktop(), 1, Integer::sum) <= MOST_OF_ONE)
        .toList();
  }
}
