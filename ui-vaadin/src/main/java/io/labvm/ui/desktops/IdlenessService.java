package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.ui.accounts.Caller;
import java.time.Instant;
import java.util.Optional;

/** Desktops that are stopped when nobody uses them. A foreign desktop is unknown to a member. */
public interface IdlenessService {
  /**
   * How unused it is.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND
   */
  IdlenessView idleness(Caller caller, DesktopId desktop);

  /**
   * Begins the period again, as use does; audited.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; WRONG_STATE when it would not be
   *     stopped anyway
   */
  IdlenessView extend(Caller caller, DesktopId desktop);

  /**
   * Keeps it from being stopped so until then, used or not; the period begins then. Replaces an
   * earlier lock; audited.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; INVALID for a time that is over, or
   *     further away than the settings allow
   */
  IdlenessView lock(Caller caller, DesktopId desktop, Instant until);

  /**
   * Takes the lock away, if there is one; the period begins now. Audited.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND
   */
  IdlenessView unlock(Caller caller, DesktopId desktop);

  /** Why a stop that no person asked for was asked for; empty for all other operations. */
  Optional<IdlenessView.Stopped> cause(Caller caller, OperationId operation);

  /**
   * What a rule of so many hours would have done in the last seven days; admins only.
   *
   * @param hours 1 or more
   */
  UnusedPreview preview(Caller caller, int hours);

  /** How many days away the end of a lock may be. */
  int mostLockDays();
}
