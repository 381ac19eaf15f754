package io.labvm.ui.desktops;

import io.labvm.contract.idleness.UsedBy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How unused a desktop is, and what follows of that.
 *
 * @param stopsAt when it is stopped if nobody uses it; null when it is not: it does not run, or no
 *     admin wants that
 * @param warned whether that is near
 * @param periodSeconds for how long nobody has to have used it; 0 for never
 * @param usedAt its last use; null while nobody looks
 * @param usedBy what that was
 * @param lockedUntil until when its owner keeps it from being stopped so; null when it is not
 *     locked
 * @param stopped how it was stopped so, if it has not been started since; null otherwise
 */
public record IdlenessView(
    @Nullable Instant stopsAt,
    boolean warned,
    long periodSeconds,
    @Nullable Instant usedAt,
    @Nullable UsedBy usedBy,
    @Nullable Instant lockedUntil,
    @Nullable Stopped stopped) {
  /** Nothing is known of it and nothing follows. */
  public static final IdlenessView NONE = new IdlenessView(null, false, 0, null, null, null, null);

  /**
   * Why it was stopped.
   *
   * @param operation that stopped it
   * @param at when that was asked for
   * @param periodSeconds for how long nobody had used it at least
   * @param usedAt its last use
   * @param usedBy what that was
   */
  public record Stopped(
      String operation, Instant at, long periodSeconds, Instant usedAt, UsedBy usedBy) {}
}
