package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.RequestKey;

/** Changes what desktops may use; for admins. A foreign desktop is unknown to a member. */
public interface LimitsService {
  /**
   * Between which values they lie.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND, FORBIDDEN
   */
  LimitsBounds bounds(Caller caller, DesktopId desktop);

  /**
   * Queues a change. One that runs is held to it at once, but the size of {@code /dev/shm} counts
   * from its next start on; one that does not run gets all of it then.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; FORBIDDEN; INVALID for values that are
   *     no limits or more than the node has; WRONG_STATE unless it runs, is stopped or has failed,
   *     and no operation is in progress; IDEMPOTENCY_KEY_REUSED
   */
  Accepted change(Caller caller, DesktopId desktop, LimitsWish wish, RequestKey key);
}
