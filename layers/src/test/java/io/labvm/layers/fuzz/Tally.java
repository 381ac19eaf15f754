package io.labvm.layers.fuzz;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what happened, by name. */
final class Tally {
  private final Map<String, Long> counts = new TreeMap<>();

  synchronized void count(String what, long times) {
    counts.merge(what, times, Long::sum);
  }

  synchronized long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  void add(Tally other) {
    other.copy().forEach(this::count);
  }

  private synchronized Map<String, Long> copy() {
    return Map.copyOf(counts);
  }

  /** One line for each count. */
  @Override
  public synchronized String toString() {
    return counts.entrySet().stream()
        .map(e -> "%10d %s".formatted(e.getValue(), e.getKey()))
        .collect(Collectors.joining("\n"));
  }
}
