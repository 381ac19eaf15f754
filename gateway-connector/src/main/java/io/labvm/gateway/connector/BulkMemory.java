package io.labvm.gateway.connector;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/**
 * Room for connections that have much to carry: the more one system call moves, the fewer wake-ups
 * a byte costs. A process has only so much of it; whoever gets none goes on with what it has, so
 * that members who open many busy connections slow down themselves and exhaust nothing.
 *
 * <p>One owner's share of it. A buffer that an owner starts with is not counted.
 */
final class BulkMemory implements AutoCloseable {
  private static final int UNIT_BYTES = 1024;

  /** A JVM gives direct buffers as much as its heap may have; the rest is for small ones. */
  private static final Semaphore OF_PROCESS =
      new Semaphore((int) Math.min(1 << 20, Runtime.getRuntime().maxMemory() / 3 / UNIT_BYTES));

  private final Semaphore left;
  private int taken;
  private boolean closed;

  BulkMemory() {
    this(OF_PROCESS);
  }

  /**
   * @param left KiB
   */
  BulkMemory(Semaphore left) {
    this.left = left;
  }

  /**
   * An empty buffer of about twice the size in place of one that has become too small, which the
   * caller forgets; or that very buffer with all it holds, if there is no room or it is large
   * enough.
   *
   * @param step the new capacity is a multiple of so many bytes
   * @param most no buffer is made larger, bytes
   */
  synchronized ByteBuffer larger(ByteBuffer buffer, int step, int most) {
    var bytes = Math.min(most, 2 * buffer.capacity() / step * step);
    var units = Math.ceilDiv(bytes - buffer.capacity(), UNIT_BYTES);
    if (units <= 0 || closed || !left.tryAcquire(units)) {
      return buffer;
    }
    taken += units;
    return Buffers.of(buffer.isDirect(), bytes);
  }

  /** Gives back what was taken; nothing is given out afterwards. Repeatable. */
  @Override
  public synchronized void close() {
    closed = true;
    left.release(taken);
    taken = 0;
  }
}
