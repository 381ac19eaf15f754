package io.labvm.layers.store;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long the phases of an operation took. */
final class Phases {
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private long last = System.nanoTime();

  /** The time since the phase before belongs to this one. */
  void done(String phase) {
    long now = System.nanoTime();
    seconds.merge(phase, Math.round((now - last) / 1e6) / 1e3, Double::sum);
    last = now;
  }

  Map<String, Double> seconds() {
    return seconds;
  }
}
