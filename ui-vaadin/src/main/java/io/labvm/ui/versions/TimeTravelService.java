package io.labvm.ui.versions;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.FromVersion;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.RequestKey;

/** What an owner does with old versions. A foreign desktop is unknown to a member. */
public interface TimeTravelService {
  /**
   * Makes an old version the current one; what is there becomes a version first.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND for the desktop or the version;
   *     WRONG_STATE unless it runs or is stopped and no operation is in progress;
   *     IDEMPOTENCY_KEY_REUSED
   */
  Accepted restore(Caller caller, DesktopId desktop, long version, RequestKey key);

  /**
   * Puts a file or folder of a version into the running desktop.
   *
   * @throws io.labvm.ui.problem.ProblemException as above; WRONG_STATE unless it runs; INVALID when
   *     path or mode is missing, or the path is not absolute
   */
  Accepted copyBack(Caller caller, DesktopId desktop, FromVersion from, RequestKey key);

  /**
   * Makes another desktop of a version, with a new identity, for the owner of this one.
   *
   * @param name shown in lists; empty for the login
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND for the desktop or the version;
   *     WRONG_STATE when the owner has as many desktops as one may; INVALID for a name too long;
   *     NO_CAPACITY when no address is free; IDEMPOTENCY_KEY_REUSED
   */
  Accepted fork(Caller caller, DesktopId desktop, long version, String name, RequestKey key);
}
