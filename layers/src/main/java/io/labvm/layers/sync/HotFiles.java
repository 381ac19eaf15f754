package io.labvm.layers.sync;

import io.labvm.layers.capture.Patience;
import io.labvm.layers.delta.TreePath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Files that cost much and change often. What one costs, by reading and shipping, it may cost again
 * only after it was left alone for many times as long: a disk image that is written all the time
 * neither starves other files nor floods the store. Until then the last copy stands, and the file
 * is held back here, counted as not shipped.
 *
 * <p>Bounded by what it is about: a file is remembered only if it cost more than a share of the
 * time between two batches, and for so long as its cost weighs.
 */
final class HotFiles implements Patience {
  /** Smaller files are not looked at one by one. */
  private static final long NOTED = 1 << 20;

  /** So big a file will not come to rest while it is read: its first look is taken as it is. */
  private static final long RESTLESS = 64 << 20;

  private final int share;
  private final Duration least;
  private final Duration most;
  private final LongSupplier clock;
  private final Map<TreePath, Long> due = new HashMap<>();
  private final Map<TreePath, Instant> held = new HashMap<>();
  private final Map<TreePath, Long> pass = new HashMap<>();
  private boolean released;

  /**
   * @param share a file may cost this part of the time: 20 is a twentieth
   * @param least shorter waits are none
   * @param most longest wait
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  HotFiles(int share, Duration least, Duration most, LongSupplier clock) {
    this.share = share;
    this.least = least;
    this.most = most;
    this.clock = clock;
  }

  /** A pass begins; what one that failed has read is not counted. */
  synchronized void begin() {
    pass.clear();
  }

  @Override
  public synchronized void read(TreePath path, long bytes) {
    if (bytes >= NOTED) {
      pass.merge(path, bytes, Math::max);
    }
  }

  /** Whether patience with a file that changes while it is read would cost too much. */
  synchronized boolean isRestless(TreePath path) {
    return pass.getOrDefault(path, 0L) >= RESTLESS;
  }

  /** What the pass read is in the store. */
  synchronized void paid(long nanos, long bytesOfAll) {
    long now = clock.getAsLong();
    due.values().removeIf(time -> time - now <= 0);
    long noted = pass.values().stream().mapToLong(Long::longValue).sum();
    double each = (double) nanos / Math.max(1, Math.max(noted, bytesOfAll));
    for (Map.Entry<TreePath, Long> file : pass.entrySet()) {
      double wait = Math.min(each * file.getValue() * share, (double) most.toNanos());
      if (wait > least.toNanos()) {
        due.put(file.getKey(), now + (long) wait);
      }
      held.remove(file.getKey());
    }
    pass.clear();
  }

  /** A file that is left alone for now is held back until it is due. */
  @Override
  public synchronized boolean waits(TreePath path) {
    Long time = due.get(path);
    if (released || time == null || time - clock.getAsLong() <= 0) {
      return false;
    }
    Instant ignored = held.putIfAbsent(path, Instant.now());
    return true;
  }

  /** A file that was held back. */
  record Held(TreePath path, Instant since) {}

  /** Those that may be read again, which are not held back any more. */
  synchronized List<Held> takeDue() {
    long now = clock.getAsLong();
    List<Held> taken = new ArrayList<>();
    held.forEach(
        (path, since) -> {
          Long time = due.get(path);
          if (released || time == null || time - now <= 0) {
            taken.add(new Held(path, since));
          }
        });
    taken.forEach(file -> held.remove(file.path()));
    return taken;
  }

  /** From now on none is held back. */
  synchronized void release() {
    released = true;
  }

  /** Nanoseconds until the next one is due; very long when none is held. */
  synchronized long untilDue() {
    long now = clock.getAsLong();
    return held.keySet().stream()
        .mapToLong(path -> due.getOrDefault(path, now) - now)
        .min()
        .orElse(Long.MAX_VALUE / 2);
  }

  synchronized int size() {
    return held.size();
  }

  synchronized Optional<Instant> oldest() {
    return held.values().stream().min(Instant::compareTo);
  }
}
