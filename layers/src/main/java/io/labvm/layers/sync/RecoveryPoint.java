package io.labvm.layers.sync;

import io.labvm.linux.TreeEvents;
import java.time.Instant;
import java.util.Optional;

/**
 * What would be lost if the node died now.
 *
 * @param oldest when the oldest change that is not shipped was noticed; empty when all is
 * @param files names known to have changed since; at least so many
 * @param bytes waiting in the spool; at least so many
 * @param behindSince since when the store could not be reached
 * @param source how changes are noticed; empty when only by scans
 */
public record RecoveryPoint(
    Optional<Instant> oldest,
    long files,
    long bytes,
    Optional<Instant> behindSince,
    Optional<TreeEvents.Source> source) {

  /** The same with what somebody else noticed of the store, which matters while something waits. */
  public RecoveryPoint silentSince(Optional<Instant> silent) {
    boolean isNews = oldest.isPresent() && behindSince.isEmpty();
    return isNews ? behind(silent) : this;
  }

  /** The same, with what changed then as the oldest that waits. */
  public RecoveryPoint waitingSince(Optional<Instant> then) {
    return new RecoveryPoint(then, files, bytes, behindSince, source);
  }

  /** The same, behind since then. */
  public RecoveryPoint behind(Optional<Instant> since) {
    return new RecoveryPoint(oldest, files, bytes, since, source);
  }
}
