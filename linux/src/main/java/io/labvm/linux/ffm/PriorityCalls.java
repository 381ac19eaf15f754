package io.labvm.linux.ffm;

import static io.labvm.linux.ffm.Native.INT;

import java.lang.invoke.MethodHandle;

/**
 * getpriority(2), setpriority(2) and sched_setscheduler(2), of threads: in Linux each has its own
 * priority and policy.
 */
public final class PriorityCalls {
  private static final int PRIO_PROCESS = 0;
  private static final int SELF = 0;

  /** Takes turns with what else runs in real time, and comes before everything that does not. */
  private static final int SCHED_RR = 2;

  private static final int SCHED_OTHER = 0;

  private static final MethodHandle GET = Native.function("getpriority", INT, INT, INT);
  private static final MethodHandle SET = Native.function("setpriority", INT, INT, INT, INT);

  private static final MethodHandle GET_POLICY = Native.function("sched_getscheduler", INT, INT);
  private static final MethodHandle SET_POLICY =
      Native.function("sched_setscheduler", INT, INT, INT, Native.POINTER);

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

  /** Whether a thread runs in real time; false of one that is gone. 0 is the calling one. */
  public static boolean isRealTime(int thread) {
    Native.Scratch s = Native.scratch();
    try {
      return (int) GET_POLICY.invokeExact(s.state, thread) == SCHED_RR;
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /**
   * Gives a thread the lowest of the priorities of real time, or takes it away.
   *
   * @return 0, or minus errno
   */
  public static int setRealTime(int thread, boolean on) {
    Native.Scratch s = Native.scratch();
    try {
      s.struct.set(Native.INT, 0, on ? 1 : 0);
      int policy = on ? SCHED_RR : SCHED_OTHER;
      return s.result((int) SET_POLICY.invokeExact(s.state, thread, policy, s.struct));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }
}
