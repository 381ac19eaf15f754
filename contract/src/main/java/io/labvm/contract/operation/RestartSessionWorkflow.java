package io.labvm.contract.operation;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Ends and starts the X session of a running desktop. */
@WorkflowInterface
public interface RestartSessionWorkflow {
  @WorkflowMethod
  OperationOutcome run(DesktopOperation operation);
}
