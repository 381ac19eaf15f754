package io.labvm.contract.operation;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Changes what a desktop may use. */
@WorkflowInterface
public interface ChangeLimitsWorkflow extends AbortableWorkflow {
  @WorkflowMethod
  OperationOutcome run(DesktopOperation operation);
}
