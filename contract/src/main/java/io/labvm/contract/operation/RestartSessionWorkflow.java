package io.labvm.contract.operation;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Ends and starts the X session of a running desktop. */
@WorkflowInterface
public interface RestartSessionWorkflow extends AbortableWorkflow {
  @WorkflowMethod
  OperationOutcome run(DesktopOperation operation);
}
