package io.labvm.linux;

import io.labvm.linux.ffm.SignalCalls;
import io.labvm.linux.ffm.Uapi;

/** SIGTERM and SIGINT of a process in which they are blocked since before it began. */
public final class EndSignals {
  private EndSignals() {}

  /**
   * Waits until one comes or came already. The JVM must have been started with {@code -Xrs}, or it
   * takes them itself.
   */
  public static void await() throws LinuxException {
    int number;
    do {
      number = SignalCalls.sigwaitinfo(Uapi.SIGTERM, Uapi.SIGINT);
    } while (number == -Errno.EINTR.number());
    int ignored = LinuxException.check(number, "sigwaitinfo", "SIGTERM, SIGINT");
  }
}
