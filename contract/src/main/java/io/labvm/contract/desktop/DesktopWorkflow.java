package io.labvm.contract.desktop;

import io.labvm.contract.operation.AcceptedOperation;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationRequest;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One desktop for life: takes commands as updates, runs one operation at a time as a child
 * workflow.
 *
 * <p>Every command is deduplicated by its operation id; accepted means queued. A command that the
 * present state does not allow is refused by the validator with {@link
 * io.labvm.contract.failure.FailureCode#WRONG_STATE} (see {@link
 * io.labvm.contract.failure.Failures#refusal}). Started by update-with-start of {@link #register};
 * workflow id by {@link DesktopWorkflowIds}.
 */
@WorkflowInterface
public interface DesktopWorkflow {
  @WorkflowMethod
  void run(DesktopState state);

  @UpdateMethod
  AcceptedOperation register(OperationRequest request);

  @UpdateValidatorMethod(updateName = "register")
  void validateRegister(OperationRequest request);

  @UpdateMethod
  AcceptedOperation start(OperationRequest request);

  @UpdateValidatorMethod(updateName = "start")
  void validateStart(OperationRequest request);

  @UpdateMethod
  AcceptedOperation stop(OperationRequest request);

  @UpdateValidatorMethod(updateName = "stop")
  void validateStop(OperationRequest request);

  /** Ends and starts the X session; processes outside it live on. */
  @UpdateMethod
  AcceptedOperation restartSession(OperationRequest request);

  @UpdateValidatorMethod(updateName = "restartSession")
  void validateRestartSession(OperationRequest request);

  /** Makes the running desktop take its secrets anew from the node channel. */
  @UpdateMethod
  AcceptedOperation rotateSecret(OperationRequest request);

  @UpdateValidatorMethod(updateName = "rotateSecret")
  void validateRotateSecret(OperationRequest request);

  /** Makes a version of the running or stopped desktop. */
  @UpdateMethod
  AcceptedOperation backup(OperationRequest request);

  @UpdateValidatorMethod(updateName = "backup")
  void validateBackup(OperationRequest request);

  /** Makes an old version the current one, of the running or stopped desktop. */
  @UpdateMethod
  AcceptedOperation restore(OperationRequest request);

  @UpdateValidatorMethod(updateName = "restore")
  void validateRestore(OperationRequest request);

  /** Puts a file or folder of a version into the running desktop. */
  @UpdateMethod
  AcceptedOperation copyBack(OperationRequest request);

  @UpdateValidatorMethod(updateName = "copyBack")
  void validateCopyBack(OperationRequest request);

  /**
   * Moves the running or stopped desktop to another node; one whose node is lost starts there with
   * what the store has of it.
   */
  @UpdateMethod
  AcceptedOperation switchNode(OperationRequest request);

  @UpdateValidatorMethod(updateName = "switchNode")
  void validateSwitchNode(OperationRequest request);

  /** Changes what it may use: at once while it runs, else from its next start on. */
  @UpdateMethod
  AcceptedOperation changeLimits(OperationRequest request);

  @UpdateValidatorMethod(updateName = "changeLimits")
  void validateChangeLimits(OperationRequest request);

  @UpdateMethod
  AcceptedOperation delete(OperationRequest request);

  @UpdateValidatorMethod(updateName = "delete")
  void validateDelete(OperationRequest request);

  /** Ends the wait of a registration for approval. Repeating the same decision is harmless. */
  @UpdateMethod
  void decide(ApprovalDecision decision);

  @UpdateValidatorMethod(updateName = "decide")
  void validateDecide(ApprovalDecision decision);

  /**
   * Notes that the desktop's node is lost, or answers again. While an operation runs it counts
   * behind it, and ends one that would wait for the node in vain ({@link
   * io.labvm.contract.operation.NodeBoundWorkflow}). Changes nothing of a desktop on another node,
   * and when repeated.
   */
  @UpdateMethod
  void noteNode(NodeNews news);

  /**
   * Takes over what a node says of a running desktop, when the store's newest epoch says so, too.
   * Changes nothing while an operation runs or waits, and when repeated.
   */
  @UpdateMethod
  void adopt(RunningAt found);

  /** Cancels a queued or running operation; its finished steps are undone. */
  @UpdateMethod
  void abort(OperationId operation);

  @UpdateValidatorMethod(updateName = "abort")
  void validateAbort(OperationId operation);

  @QueryMethod
  DesktopState state();
}
