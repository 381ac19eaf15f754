package io.labvm.linux;

import io.labvm.linux.ffm.ClockCalls;
import io.labvm.linux.ffm.Uapi;

/**
 * CLOCK_BOOTTIME: nanoseconds since boot, suspended time included. Leases are counted by it because
 * the clock of {@link System#nanoTime} stands still while a machine sleeps.
 */
public final class BootClock {
  private BootClock() {}

  public static long nanos() {
    return ClockCalls.clockGettime(Uapi.CLOCK_BOOTTIME);
  }
}
