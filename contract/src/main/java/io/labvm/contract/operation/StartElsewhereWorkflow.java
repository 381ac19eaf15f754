package io.labvm.contract.operation;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Starts a desktop on another node when its own is lost. */
@WorkflowInterface
public interface StartElsewhereWorkflow extends AbortableWorkflow {
  @WorkflowMethod
  OperationOutcome run(DesktopOperation operation);
}
