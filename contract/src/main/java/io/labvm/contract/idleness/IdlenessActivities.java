package io.labvm.contract.idleness;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.temporal.activity.ActivityInterface;

/** Work of the control application, queue {@link io.labvm.contract.TaskQueues#CONTROL}. */
@ActivityInterface(namePrefix = "Idleness.")
public interface IdlenessActivities {
  /** How unused it is now. Without a time of a stop the workflow has to end. Idempotent. */
  Idleness look(DesktopId desktop);

  /** Shows the owner when it will be stopped. Idempotent; repeated it is shown anew. */
  void warn(DesktopId desktop);

  /**
   * Asks the desktop to stop if it is due still. Idempotent by operation.
   *
   * @return false when it is not due any more, or another operation is in progress
   */
  boolean stop(DesktopId desktop, OperationId operation);
}
