package io.labvm.contract.idleness;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
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
  /**
   * Before a stop its owner is warned so often, as far as the times are shorter than the period.
   */
  private static final List<Duration> WARNINGS =
      List.of(Duration.ofHours(24), Duration.ofHours(1), Duration.ofMinutes(10));

  /** Nothing is to be done. */
  public static final Idleness NONE = new Idleness(null, 0, 0, "");

  /** How long before a stop its owner is warned, where that much unused time is enough for one. */
  public static Stream<Duration> warnings(Duration period) {
    return WARNINGS.stream().filter(warning -> warning.compareTo(period) < 0);
  }
}
