package io.labvm.ui.drains;

import io.labvm.contract.drain.DrainWish;
import io.labvm.ui.accounts.Caller;
import java.util.Optional;

/** Emptying nodes and bringing desktops home; for admins only, audited. */
public interface DrainService {
  /** What a drain would do now. */
  DrainPlanView plan(Caller caller, String node);

  /** The last one of a node, in progress or ended. */
  Optional<DrainView> last(Caller caller, String node);

  /**
   * Lets a node take no new desktops and moves those it has; the same one when one is in progress.
   *
   * @param atOnce moves at the same time
   * @throws io.labvm.ui.problem.ProblemException WRONG_STATE while its desktops come home
   */
  DrainView drain(Caller caller, String node, int atOnce);

  /**
   * Lets a node take desktops again and moves back those that its last drain moved away.
   *
   * @throws io.labvm.ui.problem.ProblemException WRONG_STATE while it is emptied
   */
  DrainView bringHome(Caller caller, String node, int atOnce);

  /**
   * Pauses, resumes or cancels what is in progress; moves that have begun come to their end.
   *
   * @throws io.labvm.ui.problem.ProblemException WRONG_STATE when nothing is in progress
   */
  void wish(Caller caller, String node, DrainWish wish);
}
