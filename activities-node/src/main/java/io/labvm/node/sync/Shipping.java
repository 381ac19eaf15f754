package io.labvm.node.sync;

import io.labvm.layers.sync.RecoveryPoint;
import io.labvm.layers.sync.SyncedUpper;
import java.time.Instant;
import java.util.Optional;
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
  private volatile @Nullable Instant troubleSince;

  /** {@link System#nanoTime} before which it is not tried again. */
  volatile long notBefore = System.nanoTime();

  /** Since when the store takes nothing, however often shipping began anew since then. */
  private volatile @Nullable Instant behindSince;

  /** When the oldest change that waits since then was noticed; kept as long. */
  private volatile @Nullable Instant oldest;

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

  /** The store took something. */
  void shipped() {
    behindSince = null;
    oldest = null;
    fine();
  }

  /**
   * What is to be told of what a sync knows. One that a capture has interrupted begins anew, and
   * knows nothing of a trouble that is older, nor of what has waited since then.
   */
  RecoveryPoint told(RecoveryPoint known) {
    Instant since = known.oldest().isEmpty() ? null : behindSince;
    since = since == null ? known.behindSince().orElse(null) : since;
    behindSince = since;
    oldest = since == null ? null : older(oldest, known.oldest().orElse(null));
    Optional<Instant> waiting = Optional.ofNullable(oldest).or(known::oldest);
    return known.waitingSince(waiting).behind(Optional.ofNullable(since));
  }

  private static @Nullable Instant older(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  /** Since when nothing is shipped, for a reason that is not a capture. */
  Optional<Instant> trouble() {
    return Optional.ofNullable(behindSince).or(() -> Optional.ofNullable(troubleSince));
  }

  void fine() {
    troubleSince = null;
    lastProblem = "";
  }
}
