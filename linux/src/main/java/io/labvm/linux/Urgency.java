package io.labvm.linux;

import io.labvm.linux.ffm.PriorityCalls;

/**
 * A time in which the calling thread, and threads it starts, get the processor before others: for
 * work that somebody is held up by. Closed by the same thread.
 */
public final class Urgency implements AutoCloseable {
  /** Weighs about 28 times an ordinary thread (sched_prio_to_weight). */
  private static final int NICE = -15;

  private final int before = PriorityCalls.get();

  private Urgency() {}

  /** Begins; without the privilege (CAP_SYS_NICE) nothing changes. */
  public static Urgency begin() {
    var urgency = new Urgency();
    int ignored = PriorityCalls.set(NICE);
    return urgency;
  }

  @Override
  public void close() {
    int ignored = PriorityCalls.set(before);
  }
}
