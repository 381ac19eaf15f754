package io.labvm.layers.sync;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.segment.Consistency;
import io.labvm.linux.Freezer;
import io.labvm.linux.Urgency;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A capture while everything stands still; nothing of it touches the store.
 *
 * @param stoodStill false when the time was over before the capture, or somebody let everything go
 *     on: then the batch is worth no more than a live one
 */
record FrozenCapture(Batch batch, boolean stoodStill) {
  private static final Logger LOG = LoggerFactory.getLogger(FrozenCapture.class);

  /** Who thaws from outside lets this process do so first. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** So long at most comes the capture before everything else on the machine. */
  private static final Duration URGENT = Duration.ofMillis(500);

  private static final Duration SHORT = Duration.ofMillis(50);
  private static final int TRIES = 6;

  /**
   * Takes one.
   *
   * @param pauses told of each one from the order to stand still until all were told to go on, also
   *     when nothing comes of it
   */
  static FrozenCapture take(
      UpperSync sync,
      Freezer freezer,
      Duration limit,
      FreezeNotice notice,
      Consumer<Duration> pauses)
      throws IOException {
    try (Watch watch = new Watch(freezer, limit, notice);
        Urgency _ = Urgency.begin()) {
      long start = freeze(freezer, limit, pauses);
      try {
        FaultPoint.reach("sync.freeze.after");
        Batch batch = sync.capture(Consistency.FROZEN);
        return new FrozenCapture(batch, watch.isWithinLimit() && isFrozen(freezer));
      } finally {
        freezer.thaw(); // who else would do it is sent home later
        pauses.accept(since(start));
      }
    }
  }

  /**
   * Answers since when all stand still. While one of them is in a wait of the kernel, for a disk
   * that is busy, the others would stand still for nothing: they are let go between short tries.
   */
  private static long freeze(Freezer freezer, Duration limit, Consumer<Duration> pauses)
      throws IOException {
    for (int i = 1; i <= TRIES; i++) {
      long start = System.nanoTime();
      if (freezer.freeze(i < TRIES ? SHORT : limit.dividedBy(2))) {
        return start;
      }
      pauses.accept(since(start));
      LockSupport.parkNanos(SHORT.toNanos());
    }
    throw new LayerException(
        LayerError.BUSY, "a process of " + freezer + " does not stand still, it is in a wait");
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** The shell of a process that died in an earlier freeze may have thawed this one. */
  private static boolean isFrozen(Freezer freezer) throws IOException {
    try {
      return freezer.isFrozen();
    } catch (NoSuchFileException e) {
      return false; // all of them ended
    }
  }

  /**
   * Thaws at the end, or when the time is over, whatever the capture does. Should this whole
   * process die, a shell outlives it and thaws a little later; where that dies along, whoever was
   * given notice does.
   */
  private static final class Watch implements AutoCloseable {
    private final Freezer freezer;
    private final Duration limit;
    private final FreezeNotice notice;
    private final long start = System.nanoTime();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Process outside;
    private final Thread inside;

    Watch(Freezer freezer, Duration limit, FreezeNotice notice) throws IOException {
      this.freezer = freezer;
      this.limit = limit;
      this.notice = notice;
      notice.begins(limit.plus(GRACE));
      outside = freezer.thawLater(limit.plus(GRACE));
      inside = Thread.ofPlatform().daemon().name("thaw").start(this::await);
    }

    /** Nobody thaws earlier; the clock says it even if no thread came to do it in time. */
    boolean isWithinLimit() {
      return System.nanoTime() - start < limit.toNanos();
    }

    private void await() {
      try (Urgency _ = Urgency.begin()) {
        if (!isDoneWithin(URGENT)) {
          thawAtTheEnd();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        LOG.warn("left to the shell outside: {}", e.getMessage());
      }
    }

    private void thawAtTheEnd() throws IOException, InterruptedException {
      try {
        Urgency.expire();
      } finally {
        if (!isDoneWithin(limit.minus(URGENT))) {
          freezer.thaw();
        }
      }
    }

    private boolean isDoneWithin(Duration time) throws InterruptedException {
      return done.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The shell goes last: until everything runs again somebody must be there who thaws. */
    @Override
    public void close() throws IOException {
      done.countDown();
      freezer.thaw();
      notice.ended();
      Process ignored = outside.destroyForcibly().onExit().join();
      try {
        inside.join(); // or it would thaw what is frozen next
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("thawing");
      }
    }
  }
}
