package io.labvm.layers.sync;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other threads and processes do. */
final class Await {
  /** Far beyond what anything can take. */
  static final Duration LIMIT = Duration.ofMinutes(3);

  private Await() {}

  static void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("nothing came");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
