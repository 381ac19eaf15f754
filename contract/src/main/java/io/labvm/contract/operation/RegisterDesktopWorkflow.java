package io.labvm.contract.operation;

import io.labvm.contract.desktop.ApprovalDecision;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Creates a desktop: waits for approval if asked, places it, records it in the store, starts it.
 * Undo removes the desktop, not the account.
 */
@WorkflowInterface
public interface RegisterDesktopWorkflow extends AbortableWorkflow {
  @WorkflowMethod
  OperationOutcome run(DesktopOperation operation);

  /** The answer of an admin; repeated or late ones are ignored. */
  @SignalMethod
  void decide(ApprovalDecision decision);
}
