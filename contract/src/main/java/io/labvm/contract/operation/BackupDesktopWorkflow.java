package io.labvm.contract.operation;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Makes a version of a running or stopped desktop; without changes it makes none and says so. */
@WorkflowInterface
public interface BackupDesktopWorkflow extends NodeBoundWorkflow {
  @WorkflowMethod
  OperationOutcome run(DesktopOperation operation);
}
