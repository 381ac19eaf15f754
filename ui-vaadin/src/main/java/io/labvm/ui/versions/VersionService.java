package io.labvm.ui.versions;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import java.util.List;

/** Versions of desktops; those of a foreign desktop are unknown to a member, an admin sees all. */
public interface VersionService {
  /**
   * The versions that were made, newest first; the bare base is none of them.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND when the desktop is unknown, deleted or
   *     foreign
   */
  List<VersionView> of(Caller caller, DesktopId desktop);

  /** How often the desktop is backed up by itself; NOT_FOUND as above. */
  BackupPolicy policy(Caller caller, DesktopId desktop);

  /** When that comes next, as it is scheduled now; NOT_FOUND as above. */
  BackupSchedule schedule(Caller caller, DesktopId desktop);

  /**
   * Changes that; the schedule follows within seconds.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; INVALID unless 0 or 1 to 44640 minutes
   */
  void setPolicy(Caller caller, DesktopId desktop, BackupPolicy policy);

  /**
   * Labels or pins a version, in the store and here.
   *
   * @return as it is then
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; INVALID; UNAVAILABLE while the store is
   *     away
   */
  VersionView note(Caller caller, DesktopId desktop, long version, VersionNote note);

  /**
   * Removes a version; others keep what they share with it.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; VERSION_NEWEST, VERSION_PINNED,
   *     VERSION_IN_USE; UNAVAILABLE while the store is away
   */
  void remove(Caller caller, DesktopId desktop, long version);
}
