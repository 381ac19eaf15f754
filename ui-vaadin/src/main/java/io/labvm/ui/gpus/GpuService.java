package io.labvm.ui.gpus;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** GPUs of nodes and desktops. */
public interface GpuService {
  /** The most that a desktop can have. */
  int MOST = 8;

  /** Of all nodes, by id; for every signed-in account. */
  Map<String, NodeGpus> nodes(Caller caller);

  /** Of the caller's own desktops, for an admin of all, by id. */
  Map<String, DesktopGpus> desktops(Caller caller);

  /**
   * Of one desktop.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND when unknown or foreign
   */
  DesktopGpus desktop(Caller caller, DesktopId desktop);

  /**
   * Wishes for a number of GPUs. On an exclusive node the desktop waits for its turn; its container
   * is made anew with others when nobody is connected to it, or at its next start. Audited.
   *
   * @param count 0 to {@value #MOST}; null for what the node's mode gives
   * @param until when the wish ends, if nothing computes on them then; null for never
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; INVALID for more than the node has and
   *     a time that is over
   */
  DesktopGpus ask(
      Caller caller, DesktopId desktop, @Nullable Integer count, @Nullable Instant until);

  /**
   * Changes how a node gives its GPUs. Admins only, audited.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; WRONG_STATE while a desktop may run
   *     there or has one of its GPUs
   */
  void setMode(Caller caller, String node, GpuMode mode);
}
