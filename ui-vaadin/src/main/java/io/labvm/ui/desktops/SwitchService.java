package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.RequestKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Moves desktops to other nodes. A foreign desktop is unknown to a member. */
public interface SwitchService {
  /**
   * All nodes, those that fit best first, those that cannot be chosen last.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND
   */
  List<SwitchTarget> targets(Caller caller, DesktopId desktop);

  /**
   * What would end: empty when nobody knows, also for a desktop that does not run.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND
   */
  Optional<ProgramsView> programs(Caller caller, DesktopId desktop);

  /**
   * How long it would be unreachable: the mean of its own last three switches, else of all of the
   * last thirty days; empty without any.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND
   */
  Optional<Duration> expectedPause(Caller caller, DesktopId desktop);

  /**
   * Queues a switch; a desktop whose node is lost starts on the other with what the store has of
   * it. Asked again while one is queued or running: the answer names that operation. A planned
   * switch that waits is given up.
   *
   * @param node null for the one that fits best
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; INVALID for a node that is unknown or
   *     where the desktop is already; WRONG_STATE unless the desktop runs, is stopped or has lost
   *     its node, and no operation is in progress; IDEMPOTENCY_KEY_REUSED
   */
  Accepted switchTo(Caller caller, DesktopId desktop, @Nullable String node, RequestKey key);
}
