package io.labvm.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts events per key within a sliding window. Safe for several threads.
 *
 * <p>Memory is bounded: at most {@value #MAX_KEYS} keys, the longest unused of which is forgotten
 * first, and per key no more times than the limit.
 */
final class Attempts {
  static final int MAX_KEYS = 100_000;

  private final int limit;
  private final Duration window;
  private final InstantSource clock;
  private final Map<String, Deque<Instant>> times = new LinkedHashMap<>(16, 0.75f, true);

  Attempts(int limit, Duration window, InstantSource clock) {
    this.limit = limit;
    this.window = window;
    this.clock = clock;
  }

  /**
   * Counts one event.
   *
   * @return whether the key has now reached the limit within the window
   */
  synchronized boolean add(String key) {
    var now = clock.instant();
    var recent = times.computeIfAbsent(key, _ -> new ArrayDeque<>());
    forget(recent, now);
    if (recent.size() == limit) {
      recent.removeFirst();
    }
    recent.addLast(now);
    if (times.size() > MAX_KEYS) {
      times.remove(times.keySet().iterator().next());
    }
    return recent.size() == limit;
  }

  /** Whether the key has reached the limit within the window. */
  synchronized boolean full(String key) {
    var recent = times.get(key);
    if (recent == null) {
      return false;
    }
    forget(recent, clock.instant());
    if (recent.isEmpty()) {
      times.remove(key);
    }
    return recent.size() == limit;
  }

  /** Forgets a key. */
  synchronized void clear(String key) {
    times.remove(key);
  }

  private void forget(Deque<Instant> recent, Instant now) {
    var start = now.minus(window);
    while (!recent.isEmpty() && recent.getFirst().isBefore(start)) {
      recent.removeFirst();
    }
  }
}
