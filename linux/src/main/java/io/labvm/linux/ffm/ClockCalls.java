package io.labvm.linux.ffm;

import static io.labvm.linux.ffm.Native.INT;
import static io.labvm.linux.ffm.Native.POINTER;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** clock_gettime for clocks the JDK does not show. */
public final class ClockCalls {
  private static final MethodHandle CLOCK_GETTIME =
      Native.function("clock_gettime", INT, INT, POINTER);

  private ClockCalls() {}

  /** Nanoseconds of the clock; 0 can only mean a kernel without it. */
  public static long clockGettime(int clock) {
    Native.Scratch s = Native.scratch();
    try {
      int result = s.result((int) CLOCK_GETTIME.invokeExact(s.state, clock, s.struct));
      if (result < 0) {
        return 0;
      }
      long seconds = s.struct.get(ValueLayout.JAVA_LONG, 0);
      return seconds * 1_000_000_000L + s.struct.get(ValueLayout.JAVA_LONG, 8);
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }
}
