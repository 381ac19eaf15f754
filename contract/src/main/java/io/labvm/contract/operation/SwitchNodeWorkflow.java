package io.labvm.contract.operation;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Moves a desktop to another node. */
@WorkflowInterface
public interface SwitchNodeWorkflow extends AbortableWorkflow {
  @WorkflowMethod
  OperationOutcome run(DesktopOperation operation);
}
