package io.labvm.contract.operation;

import io.labvm.contract.desktop.DesktopId;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** What a desktop's schedule starts: asks the desktop for a backup, or says why not. */
@WorkflowInterface
public interface ScheduledBackupWorkflow {
  /** Returns {@code asked} with the operation, or {@code skipped} with the reason. */
  @WorkflowMethod
  String run(DesktopId desktop);
}
