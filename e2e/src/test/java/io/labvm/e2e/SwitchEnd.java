package io.labvm.e2e;

import io.labvm.e2e.chaos.Violation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a switch ended that was hit.
 *
 * @param told its state as the API tells it
 * @param where it runs now: source or target
 * @param why it did not succeed; empty when it did
 * @param epoch the newest in the store
 * @param healthyAfter the fault; null when it never was
 * @param wrong what must not be
 */
record SwitchEnd(
    HeldSwitch of,
    String told,
    String where,
    String why,
    long epoch,
    @Nullable Duration healthyAfter,
    List<Violation> wrong) {

  /** As a cell of a table: where it runs, after how many seconds, and whether that is all right. */
  String brief() {
    String time = healthyAfter == null ? "never" : healthyAfter.toSeconds() + " s";
    return (wrong.isEmpty() ? "" : "WRONG ") + where + " " + time;
  }
}
