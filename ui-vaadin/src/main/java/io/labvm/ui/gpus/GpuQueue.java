package io.labvm.ui.gpus;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for GPUs of one node, and when each gets them at the earliest: if everybody gives back
 * what they have when they said, and nobody is passed over.
 */
final class GpuQueue {
  private GpuQueue() {}

  /**
   * One that waits.
   *
   * @param missing how many it wants more than it has
   * @param until when it will give back; null for never
   */
  record Waiting(String desktop, int missing, @Nullable Instant until) {}

  /**
   * The times by desktop; those who wait for somebody who never gives back have none.
   *
   * @param free how many nobody has
   * @param ends when the others are given back, without those that never are
   * @param queue the first first
   */
  static Map<String, Instant> turns(
      int free, List<Instant> ends, List<Waiting> queue, Instant now) {
    var given = new PriorityQueue<Instant>(ends);
    for (int i = 0; i < free; i++) {
      given.add(now);
    }
    var turns = new HashMap<String, Instant>();
    Instant turn = now;
    for (Waiting each : queue) {
      if (given.size() < each.missing()) {
        return turns;
      }
      for (int i = 0; i < each.missing(); i++) {
        turn = later(turn, given.remove());
      }
      turns.put(each.desktop(), turn);
      for (int i = 0; each.until() != null && i < each.missing(); i++) {
        given.add(later(turn, each.until()));
      }
    }
    return turns;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
