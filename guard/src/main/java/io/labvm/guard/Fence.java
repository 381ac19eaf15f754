package io.labvm.guard;

import io.labvm.nodechannel.Activity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Carries out verdicts on control groups. Each step may be repeated at any time. */
final class Fence {
  private final ControlGroups groups;
  private final GuardLog log;

  /** What this guard froze; only that is thawed by a verdict to run or a renewed lease. */
  private final Set<Holding> frozen = ConcurrentHashMap.newKeySet();

  /** What may run and was looked at once. */
  private final Set<Holding> known = ConcurrentHashMap.newKeySet();

  private final Path deadlines;

  /**
   * @param runDir where whoever freezes for a capture says so first, see {@link FreezeDeadlines}
   */
  Fence(Path runDir, ControlGroups groups, GuardLog log) {
    this.deadlines = runDir.resolve("guard");
    this.groups = groups;
    this.log = log;
  }

  /**
   * Ends the holding and every older epoch of its desktop. A newer epoch has another control group
   * and cannot be hit, however late this comes.
   */
  void kill(Holding fenced, String why) throws IOException {
    for (var found : groups.list()) {
      if (found.desktop().equals(fenced.desktop()) && found.epoch() <= fenced.epoch()) {
        killOne(found, why);
      }
    }
    frozen.remove(fenced);
    known.remove(fenced);
  }

  private void killOne(Holding holding, String why) throws IOException {
    if (groups.activity(holding) == Activity.GONE) {
      return;
    }
    log.event("killing " + holding + ": " + why);
    if (!groups.kill(holding)) {
      log.event(holding + " still has processes; trying again");
    }
  }

  void freeze(Holding holding, String why) throws IOException {
    if (frozen.add(holding)) {
      log.event("freezing " + holding + ": " + why);
    }
    groups.freeze(holding);
  }

  /** Also what a guard before this one froze; never what stands still for a capture. */
  void run(Holding holding) throws IOException {
    boolean first = known.add(holding);
    if (frozen.remove(holding) || (first && isLeftFrozen(holding))) {
      log.event("thawing " + holding);
      groups.thaw(holding);
    }
  }

  private boolean isLeftFrozen(Holding holding) throws IOException {
    return !Files.exists(deadlines.resolve(holding.desktop()))
        && groups.activity(holding) == Activity.FROZEN;
  }
}
