package io.labvm.layers.contract;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread or process does. */
final class Waiting {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Waiting() {}

  static void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it has not happened within " + LIMIT);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
