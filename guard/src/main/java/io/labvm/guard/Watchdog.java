package io.labvm.guard;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Bites when a loop that waits for nobody makes no round any more. It counts its own looks instead
 * of the time, so that a machine that slept is not taken for a loop that hangs.
 */
final class Watchdog {
  private final int patience;
  private final Consumer<String> bite;
  private final ConcurrentMap<String, Integer> looks = new ConcurrentHashMap<>();

  /**
   * @param patience looks without a round
   * @param bite what happens then, with the loop's name
   */
  Watchdog(int patience, Consumer<String> bite) {
    this.patience = patience;
    this.bite = bite;
  }

  /** A loop begins, or has made a round. */
  void round(String loop) {
    looks.put(loop, 0);
  }

  void look() {
    for (Map.Entry<String, Integer> each : looks.entrySet()) {
      if (looks.merge(each.getKey(), 1, Integer::sum) > patience) {
        bite.accept(each.getKey());
      }
    }
  }
}
