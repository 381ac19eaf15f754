package io.labvm.layers.sync;

import io.labvm.layers.delta.TreePath;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names of one upper that were told to have changed since they were last looked at. Beyond a limit
 * only "everything" is remembered: a number of names, or as many bytes as that many names of
 * {@value #USUAL} bytes have.
 */
final class DirtyNames {
  private static final int USUAL = 128;

  private final int limit;
  private TreeMap<TreePath, Boolean> marks = new TreeMap<>();
  private long bytes;
  private boolean everything;
  private @Nullable Instant oldest;
  private long last;
  private long changes;

  DirtyNames(int limit) {
    this.limit = limit;
  }

  /**
   * What was taken for one pass.
   *
   * @param marks names; true where everything below is meant too
   * @param everything whether the whole upper must be scanned
   */
  record Taken(Map<TreePath, Boolean> marks, boolean everything, Optional<Instant> oldest) {}

  synchronized void add(TreePath path, boolean whole) {
    touch();
    if (!everything) {
      bytes += marks.containsKey(path) ? 0 : path.length();
      marks.merge(path, whole, Boolean::logicalOr);
      if (marks.size() <= limit && bytes <= (long) limit * USUAL) {
        return;
      }
    }
    everything();
  }

  /** A name that waited elsewhere since a while. */
  synchronized void addAgain(TreePath path, Instant since) {
    Instant told = oldest;
    add(path, false);
    oldest = told != null && told.isBefore(since) ? told : since;
  }

  synchronized void everything() {
    touch();
    everything = true;
    marks.clear();
    bytes = 0;
  }

  private void touch() {
    oldest = oldest == null ? Instant.now() : oldest;
    last = System.nanoTime();
    wake();
  }

  synchronized Taken take() {
    Taken taken = new Taken(marks, everything, Optional.ofNullable(oldest));
    marks = new TreeMap<>();
    bytes = 0;
    everything = false;
    oldest = null;
    return taken;
  }

  /** After a failure. */
  synchronized void giveBack(Taken taken) {
    if (taken.everything()) {
      everything();
    }
    taken.marks().forEach(this::add);
    taken.oldest().ifPresent(t -> oldest = t);
  }

  synchronized boolean isEmpty() {
    return marks.isEmpty() && !everything;
  }

  /** Whether any of the names a pass looked at was told again. */
  synchronized boolean meets(LiveScope scope) {
    return everything || marks.keySet().stream().anyMatch(scope::covers);
  }

  synchronized int size() {
    return marks.size();
  }

  synchronized Optional<Instant> oldest() {
    return Optional.ofNullable(oldest);
  }

  /** When something was told last, by {@link System#nanoTime}. */
  synchronized long lastTold() {
    return last;
  }

  /** Lets whoever waits look again. */
  synchronized void wake() {
    changes++;
    notifyAll();
  }

  /** Changes with all that is told, and with {@link #wake}. */
  synchronized long changes() {
    return changes;
  }

  synchronized boolean isEverything() {
    return everything;
  }

  /**
   * Waits until something is told or the time is over; callers loop and look again.
   *
   * @param seen {@link #changes} from before the caller looked: what came since ends no wait late
   */
  @SuppressWarnings("WaitNotInLoop")
  synchronized void await(long seen, long millis) throws InterruptedException {
    if (changes == seen) {
      wait(Math.max(1, millis));
    }
  }
}
