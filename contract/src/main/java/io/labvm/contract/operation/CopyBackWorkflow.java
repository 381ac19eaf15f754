package io.labvm.contract.operation;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Puts a file or folder of a version into the running desktop. */
@WorkflowInterface
public interface CopyBackWorkflow extends NodeBoundWorkflow {
  @WorkflowMethod
  OperationOutcome run(DesktopOperation operation);
}
