package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.RequestKey;
import java.util.List;
import java.util.Optional;

/** Desktops; a foreign one is unknown to a member, an admin sees all. */
public interface DesktopService {
  /** The caller's own desktops, oldest first; deleted ones are gone. */
  List<DesktopView> own(Caller caller);

  /** All desktops by owner; admins only. */
  List<DesktopView> all(Caller caller);

  /**
   * One desktop.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND when unknown, deleted or foreign
   */
  DesktopView get(Caller caller, DesktopId desktop);

  /**
   * What it uses now; empty unless it runs and its node tells.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND when unknown, deleted or foreign
   */
  Optional<UseView> use(Caller caller, DesktopId desktop);

  /**
   * What the kernel ended in it for want of memory in the last week, newest first; the last few,
   * also of earlier runs.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND
   */
  List<MemoryKillView> memoryKills(Caller caller, DesktopId desktop);

  /**
   * The VNC secret, eight characters; only for the owner, audited. Keep it out of URLs and logs.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND, for admins who are not the owner too
   */
  String vncSecret(Caller caller, DesktopId desktop);

  /**
   * Queues a command. Asked again while the same command is queued or running: the answer names
   * that operation. A rotation makes the new secret at once; the running desktop takes it when the
   * operation succeeds.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; WRONG_STATE when the desktop's state
   *     does not allow it; IDEMPOTENCY_KEY_REUSED
   */
  Accepted command(Caller caller, DesktopId desktop, DesktopCommand command, RequestKey key);
}
