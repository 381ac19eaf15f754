package io.labvm.linux.ffm;

import static io.labvm.linux.ffm.Native.INT;

import java.lang.invoke.MethodHandle;

/** getpriority(2) and setpriority(2) of the calling thread: in Linux each thread has its own. */
public final class PriorityCalls {
  private static final int PRIO_PROCESS = 0;
  private static final int SELF = 0;

  private static final MethodHandle GET = Native.function("getpriority", INT, INT, INT);
  private static final MethodHandle SET = Native.function("setpriority", INT, INT, INT, INT);

  private PriorityCalls() {}

  /** The nice value, -20 to 19; asking for oneself does not fail. */
  public static int get() {
    Native.Scratch s = Native.scratch();
    try {
      return (int) GET.invokeExact(s.state, PRIO_PROCESS, SELF);
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int set(int nice) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) SET.invokeExact(s.state, PRIO_PROCESS, SELF, nice));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }
}
