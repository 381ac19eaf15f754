package io.labvm.linux.ffm;

import static io.labvm.linux.ffm.Native.INT;
import static io.labvm.linux.ffm.Native.POINTER;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** sigwaitinfo, for signals that the process was started with as blocked ones. */
public final class SignalCalls {
  private static final MethodHandle SIGWAITINFO =
      Native.function("sigwaitinfo", INT, POINTER, POINTER);

  /** Of glibc's sigset_t. */
  private static final int SET_BYTES = 128;

  private SignalCalls() {}

  /** Waits for one of the signals up to 64; its number, or a negated errno. */
  public static int sigwaitinfo(int... signals) {
    Native.Scratch s = Native.scratch();
    long set = 0;
    for (int signal : signals) {
      set |= 1L << (signal - 1);
    }
    try {
      MemorySegment bytes = s.struct.asSlice(0, SET_BYTES).fill((byte) 0);
      bytes.set(ValueLayout.JAVA_LONG, 0, set);
      return s.result((int) SIGWAITINFO.invokeExact(s.state, bytes, MemorySegment.NULL));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }
}
