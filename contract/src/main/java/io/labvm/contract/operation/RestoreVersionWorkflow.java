package io.labvm.contract.operation;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Makes an old version the current one; the version it leaves is kept. */
@WorkflowInterface
public interface RestoreVersionWorkflow extends AbortableWorkflow {
  @WorkflowMethod
  OperationOutcome run(DesktopOperation operation);
}
