package io.labvm.linux;

import io.labvm.linux.ffm.EventCalls;
import io.labvm.linux.ffm.FileCalls;
import java.nio.ByteBuffer;

/** Waiting for and reading blocks of events from a descriptor that does not block. */
final class EventReads {
  /**
   * Events of one drain: twice what the kernel queues unless it is told otherwise, so that whoever
   * makes changes faster than they are looked at holds nobody up for ever.
   */
  static final int MOST = 1 << 15;

  private EventReads() {}

  static boolean await(Fd group, int millis) throws LinuxException {
    int ready = EventCalls.awaitReadable(group.number(), millis);
    if (ready == -Errno.EINTR.number()) {
      return false;
    }
    return LinuxException.check(ready, "poll", group.toString()) > 0;
  }

  /** Bytes read into the buffer from its start; 0 when nothing is waiting. */
  static int read(Fd group, ByteBuffer buffer) throws LinuxException {
    int length = (int) FileCalls.read(group.number(), buffer.clear());
    if (length == -Errno.EAGAIN.number() || length == -Errno.EINTR.number()) {
      return 0;
    }
    return LinuxException.check(length, "read", group.toString());
  }
}
