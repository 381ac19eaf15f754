package io.labvm.ui.storage;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.storage.PrunePlan;
import io.labvm.contract.storage.RetentionRules;
import io.labvm.ui.accounts.Caller;
import org.jspecify.annotations.Nullable;

/**
 * How long versions are kept. NOT_FOUND when the desktop is unknown, deleted or foreign; INVALID
 * for rules out of range, or that keep nothing.
 */
public interface RetentionService {
  RetentionView of(Caller caller, DesktopId desktop);

  /**
   * Changes the rules of one desktop.
   *
   * @param rules null for the installation's
   */
  RetentionView change(Caller caller, DesktopId desktop, @Nullable RetentionRules rules);

  /**
   * What rules would remove now; nothing is changed.
   *
   * @throws io.labvm.ui.problem.ProblemException UNAVAILABLE when the store does not answer
   */
  PrunePlan preview(Caller caller, DesktopId desktop, RetentionRules rules);

  /** The installation's rules. */
  RetentionRules common();

  /** Changes the installation's rules; admins only. */
  RetentionRules changeCommon(Caller caller, RetentionRules rules);
}
