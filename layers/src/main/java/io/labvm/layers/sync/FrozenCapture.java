package io.labvm.layers.sync;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.segment.Consistency;
import io.labvm.linux.Freezer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A capture while everything stands still; nothing of it touches the store.
 *
 * @param stoodStill false when the time was over before the capture: then the batch is worth no
 *     more than a live one
 */
record FrozenCapture(Batch batch, boolean stoodStill) {

  static FrozenCapture take(UpperSync sync, Freezer freezer, Duration limit) throws IOException {
    try (Watch watch = new Watch(freezer, limit)) {
      if (!freezer.freeze(limit)) {
        throw new LayerException(
            LayerError.BUSY, "a process of " + freezer + " does not stand still, it is in a wait");
      }
      Batch batch = sync.capture(Consistency.FROZEN);
      return new FrozenCapture(batch, !watch.expired.get());
    } finally {
      freezer.thaw();
    }
  }

  /**
   * Thaws when the time is over, whatever the capture does. Should this whole process die, a shell
   * outlives it and thaws a little later.
   */
  private static final class Watch implements AutoCloseable {
    private final AtomicBoolean expired = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Process outside;

    Watch(Freezer freezer, Duration limit) throws IOException {
      outside = freezer.thawLater(limit.plusSeconds(1));
      Thread.ofPlatform().daemon().name("thaw").start(() -> await(freezer, limit));
    }

    private void await(Freezer freezer, Duration limit) {
      try {
        if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
          expired.set(true);
          freezer.thaw();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        expired.set(true); // the shell outside tries again
      }
    }

    @Override
    public void close() {
      done.countDown();
      outside.destroy();
    }
  }
}
