package io.labvm.contract.idleness;

import org.jspecify.annotations.Nullable;

/**
 * How unused a desktop is.
 *
 * @param stopMillis epoch milliseconds when it is to be stopped if nothing happens; null when it is
 *     not to be: it does not run, or no policy wants it
 * @param periodMillis for how long it has to be unused; 0 without a policy
 * @param usedMillis epoch milliseconds of its last use
 * @param usedBy what that was, for operators
 */
public record Idleness(
    @Nullable Long stopMillis, long periodMillis, long usedMillis, String usedBy) {
  /** Nothing is to be done. */
  public static final Idleness NONE = new Idleness(null, 0, 0, "");
}
