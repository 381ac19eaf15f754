package io.labvm.layers.sync;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * At most so many segments a second in the long run, for all desktops of a process together, in the
 * order in which they ask. What a second of rest saves up may go at once.
 */
final class SegmentRate implements SegmentGate {
  private final LongSupplier clock;
  private final Sleep sleep;
  private double perSecond;
  private long next;

  /** How to wait. */
  interface Sleep {
    void nanos(long nanos) throws InterruptedException;
  }

  SegmentRate(double perSecond) {
    this(perSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
  }

  SegmentRate(double perSecond, LongSupplier clock, Sleep sleep) {
    this.clock = clock;
    this.sleep = sleep;
    this.next = clock.getAsLong() - TimeUnit.SECONDS.toNanos(1);
    setPerSecond(perSecond);
  }

  /** Changes the rate for those who ask from now on. */
  synchronized void setPerSecond(double rate) {
    if (!(rate > 0)) {
      throw new IllegalArgumentException("segments per second: " + rate);
    }
    perSecond = rate;
  }

  @Override
  public void pass() throws InterruptedIOException {
    long wait = reserve();
    if (wait > 0) {
      try {
        sleep.nanos(wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("waiting to ship a segment");
      }
    }
  }

  private synchronized long reserve() {
    long now = clock.getAsLong();
    long saved = now - TimeUnit.SECONDS.toNanos(1);
    long turn = next - saved > 0 ? next : saved;
    next = turn + (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
    return turn - now;
  }
}
