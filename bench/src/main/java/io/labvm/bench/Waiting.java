package io.labvm.bench;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** Looks again and again until something has happened. */
final class Waiting {
  private static final long EVERY_NANOS = 1_000_000;

  private Waiting() {}

  /** What may have happened. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Something that grows while work is under way. */
  interface Count {
    long now() throws IOException;
  }

  /** Returns when a count above 0 has stood still for so many seconds. */
  static void untilQuiet(String what, double limit, double quiet, Count count) throws IOException {
    long[] seen = {count.now(), System.nanoTime()};
    until(
        what,
        limit,
        () -> {
          long now = count.now();
          if (now != seen[0]) {
            seen[0] = now;
            seen[1] = System.nanoTime();
          }
          return now > 0 && Sample.secondsSince(seen[1]) > quiet;
        });
  }

  /** Returns the seconds it took; an error when it takes longer than {@code limit} seconds. */
  static double until(String what, double limit, Condition condition) throws IOException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (Sample.secondsSince(start) > limit) {
        throw new IOException(what + " has not happened in " + limit + " s");
      }
      LockSupport.parkNanos(EVERY_NANOS);
    }
    return Sample.secondsSince(start);
  }
}
