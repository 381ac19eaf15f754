package io.labvm.contract.plan;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.temporal.activity.ActivityInterface;

/** Work of the control application, queue {@link io.labvm.contract.TaskQueues#CONTROL}. */
@ActivityInterface(namePrefix = "PlannedSwitch.")
public interface PlannedSwitchActivities {
  /**
   * Whether nobody uses a desktop at this moment: nobody is connected, and its programs and GPUs
   * rest. False when its node has not told lately; true of one that is stopped or gone.
   */
  boolean unused(DesktopId desktop);

  /**
   * Asks the desktop for the switch, unless the plan was cancelled. Idempotent by plan.
   *
   * @return false while another operation of the desktop is in progress: ask again
   */
  boolean begin(OperationId plan);

  /** The desktop had other things to do for too long; nothing when the plan is over. Idempotent. */
  void giveUp(OperationId plan);
}
