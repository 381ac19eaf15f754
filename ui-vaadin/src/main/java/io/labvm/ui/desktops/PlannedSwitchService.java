package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.operations.RequestKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Switches that begin later. A foreign desktop is unknown to a member. */
public interface PlannedSwitchService {
  /**
   * Plans one; a plan that waits is replaced.
   *
   * @param node null for the one that fits best by then
   * @param at null for when nobody has used the desktop for ten minutes
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; INVALID for a node that is unknown or
   *     where the desktop is already, and for a time that is over or more than 30 days away;
   *     WRONG_STATE unless the desktop runs or is stopped; IDEMPOTENCY_KEY_REUSED
   */
  PlannedSwitchView plan(
      Caller caller,
      DesktopId desktop,
      @Nullable String node,
      @Nullable Instant at,
      RequestKey key);

  /**
   * The one that waits, or the last one if it failed within a day.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND
   */
  Optional<PlannedSwitchView> planned(Caller caller, DesktopId desktop);

  /**
   * Gives up the one that waits.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; WRONG_STATE when none waits, as when it
   *     has begun: then its operation can be cancelled
   */
  void cancelPlan(Caller caller, DesktopId desktop);
}
