package io.labvm.node.figures;

import io.labvm.nodechannel.NodeMetrics.Shortage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of what a desktop is short. A level is left only some way below where it was reached, so that a
 * figure that moves about there does not come and go.
 */
final class Shortages {
  private static final double SLACK = 5;
  private static final double PERCENT = 100;

  private final List<Shortage> before;
  private final List<Shortage> now = new ArrayList<>();

  Shortages(List<Shortage> before) {
    this.before = before;
  }

  /** Looks at one figure; nothing is known of one that is null, nor without a limit. */
  Shortages look(String what, @Nullable Long used, @Nullable Long limit) {
    if (used != null && limit != null && limit > 0) {
      int level = level(levelBefore(what), PERCENT * used / limit);
      if (level > 0) {
        now.add(new Shortage(what, used, limit, level));
      }
    }
    return this;
  }

  List<Shortage> found() {
    return now;
  }

  private int levelBefore(String what) {
    return before.stream()
        .filter(shortage -> shortage.what().equals(what))
        .mapToInt(Shortage::percent)
        .findFirst()
        .orElse(0);
  }

  private static int level(int before, double percent) {
    if (reaches(Shortage.NEARLY_ALL, before, percent)) {
      return Shortage.NEARLY_ALL;
    }
    return reaches(Shortage.SOME, before, percent) ? Shortage.SOME : 0;
  }

  private static boolean reaches(int level, int before, double percent) {
    return percent >= (before >= level ? level - SLACK : level);
  }
}
