package io.labvm.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for conditions with a deadline. */
final class Wait {
  private Wait() {}

  /** Returns the first non-null answer; fails with the description after the limit. */
  static <T> T until(String what, Duration limit, Supplier<@Nullable T> probe) {
    long end = System.nanoTime() + limit.toNanos();
    @Nullable RuntimeException last = null;
    do {
      try {
        T answer = probe.get();
        if (answer != null) {
          return answer;
        }
        last = null;
      } catch (RuntimeException e) {
        last = e;
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    } while (System.nanoTime() < end);
    throw new AssertionError("waited " + limit + " for: " + what, last);
  }

  static void untilTrue(String what, Duration limit, Supplier<Boolean> probe) {
    Boolean _ = until(what, limit, () -> probe.get() ? Boolean.TRUE : null);
  }
}
