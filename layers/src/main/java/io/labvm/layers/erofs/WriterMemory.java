package io.labvm.layers.erofs;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory all writers of this process may hold names in: half of what there is. One image
 * with more of them is refused; the others of the process go on.
 */
final class WriterMemory implements AutoCloseable {
  private static final long STEP = 1 << 20;
  private static final AtomicLong HELD = new AtomicLong();

  private final AtomicLong held;
  private final long most;
  private long mine;

  WriterMemory() {
    this(HELD, Runtime.getRuntime().maxMemory() / 2);
  }

  /**
   * @param held by all who share it
   */
  WriterMemory(AtomicLong held, long most) {
    this.held = held;
    this.most = most;
  }

  /** Takes what is missing until this writer holds so much. */
  void require(long bytes) throws LayerException {
    if (bytes <= mine) {
      return;
    }
    long missing = bytes - mine + STEP;
    if (mine + missing > most) {
      throw new LayerException(
          LayerError.REFUSED, "more names than fit into the memory of one writer: " + most);
    }
    if (held.addAndGet(missing) > most) {
      held.addAndGet(-missing);
      throw new LayerException(LayerError.BUSY, "other writers hold the memory for names");
    }
    mine += missing;
  }

  @Override
  public void close() {
    held.addAndGet(-mine);
    mine = 0;
  }
}
