package io.labvm.node.sync;

import io.labvm.layers.sync.SyncedUpper;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What is wanted and what is so for one desktop's upper. */
final class Shipping {
  /** Held by whoever opens or closes the upper's index and spool. */
  final ReentrantLock lock = new ReentrantLock();

  /** Null when nothing is to be shipped. */
  volatile @Nullable SyncedUpper wanted;

  /** What the engine has now; null while it has nothing or a capture is under way. */
  volatile @Nullable SyncedUpper current;

  /** Since when it should be shipped and is not, for a reason that is not a capture. */
  volatile @Nullable Instant troubleSince;

  /** {@link System#nanoTime} before which it is not tried again. */
  volatile long notBefore = System.nanoTime();

  private volatile String lastProblem = "";

  /** True for a problem that was not the last one: each is logged once. */
  boolean isNews(String problem) {
    boolean news = !problem.equals(lastProblem);
    lastProblem = problem;
    return news;
  }

  void trouble(long retryNanos) {
    if (troubleSince == null) {
      troubleSince = Instant.now();
    }
    notBefore = System.nanoTime() + retryNanos;
  }

  void fine() {
    troubleSince = null;
    lastProblem = "";
  }
}
