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
