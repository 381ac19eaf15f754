package io.labvm.contract.storage;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.temporal.activity.ActivityInterface;

/**
 * Upkeep by the store agent, queue {@link io.labvm.contract.TaskQueues#STORE}. All are idempotent
 * and go on after a kill. Fail with STORE_UNAVAILABLE, NO_SPACE, DAMAGED, UNSUPPORTED, and with
 * WRONG_STATE for a desktop that is gone.
 */
@ActivityInterface(namePrefix = "StoreCare.")
public interface StoreCareActivities {
  /** The next desktops behind one; from the first on when {@code after} is empty. */
  DesktopPage desktops(String after);

  /** Moves versions to the trash and folds what that made adjacent. */
  CaredDesktop prune(PruneDesktop request);

  /** What {@link #prune} would do now; changes nothing. */
  PrunePlan planPrune(PruneDesktop request);

  /** Keeps the mounted stack short. */
  CaredDesktop fold(FoldDesktop request);

  /** Reads back a desktop's versions, and notes beside each whether it is sound. */
  CaredDesktop verify(VerifyDesktop request);

  /** Takes away what no desktop needs, in steps that are hours apart. */
  SweptStore sweep();

  /** Makes the lists anew that follow from other documents. */
  CaredDesktop rebuildLists(OperationId operation);

  /** The next versions of a desktop behind a number. */
  VersionPage versions(DesktopId desktop, long after);

  /** How much room there is. */
  StoreUsage measure();
}
