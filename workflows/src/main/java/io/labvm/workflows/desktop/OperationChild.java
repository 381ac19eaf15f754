package io.labvm.workflows.desktop;

import io.labvm.contract.LabVmSearchAttributes;
import io.labvm.contract.TaskQueues;
import io.labvm.contract.desktop.ApprovalDecision;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopWorkflowIds;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.operation.AbortableWorkflow;
import io.labvm.contract.operation.BackupDesktopWorkflow;
import io.labvm.contract.operation.ChangeLimitsWorkflow;
import io.labvm.contract.operation.CopyBackWorkflow;
import io.labvm.contract.operation.DeleteDesktopWorkflow;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.NodeBoundWorkflow;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.RegisterDesktopWorkflow;
import io.labvm.contract.operation.RestartSessionWorkflow;
import io.labvm.contract.operation.RestoreVersionWorkflow;
import io.labvm.contract.operation.RotateSecretWorkflow;
import io.labvm.contract.operation.StartDesktopWorkflow;
import io.labvm.contract.operation.StartElsewhereWorkflow;
import io.labvm.contract.operation.StepError;
import io.labvm.contract.operation.StopDesktopWorkflow;
import io.labvm.contract.operation.SwitchNodeWorkflow;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Functions;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Set;

/**
 * The child workflow of one operation.
 *
 * <p>It is abandoned when the desktop's workflow ends: an operation under way then finishes or
 * unwinds by itself instead of leaving half of its work behind. It also runs outside the desktop's
 * cancellation: only an abort, which lets it keep its outcome, ends it early.
 */
final class OperationChild {
  /** Above every number an operation gives itself: the desktop's word about it is final. */
  static final long LAST_WORD = 1_000_000;

  /** These change nothing of whether the desktop runs, however they end. */
  private static final Set<OperationKind> RUNS_ON =
      Set.of(OperationKind.BACKUP, OperationKind.COPY_BACK, OperationKind.LIMITS);

  private final DesktopOperation input;
  private final AbortableWorkflow stub;
  private final CompletablePromise<OperationOutcome> outcome = Workflow.newPromise();
  private boolean toldLost;

  private <W extends AbortableWorkflow> OperationChild(
      DesktopOperation input, W stub, Functions.Func2<W, DesktopOperation, OperationOutcome> run) {
    this.input = input;
    this.stub = stub;
    Workflow.newDetachedCancellationScope(
            () -> outcome.completeFrom(Async.function(() -> run.apply(stub, input))))
        .run();
  }

  /**
   * Starts the workflow that fits.
   *
   * @param create the desktop has never come to life, so its registration runs, whatever was asked
   */
  static OperationChild start(DesktopOperation input, boolean create) {
    if (create) {
      return new OperationChild(
          input, stub(RegisterDesktopWorkflow.class, input), RegisterDesktopWorkflow::run);
    }
    return switch (input.request().kind()) {
      case REGISTER, START ->
          new OperationChild(
              input, stub(StartDesktopWorkflow.class, input), StartDesktopWorkflow::run);
      case STOP ->
          new OperationChild(
              input, stub(StopDesktopWorkflow.class, input), StopDesktopWorkflow::run);
      case BACKUP ->
          new OperationChild(
              input, stub(BackupDesktopWorkflow.class, input), BackupDesktopWorkflow::run);
      case RESTORE ->
          new OperationChild(
              input, stub(RestoreVersionWorkflow.class, input), RestoreVersionWorkflow::run);
      case COPY_BACK ->
          new OperationChild(input, stub(CopyBackWorkflow.class, input), CopyBackWorkflow::run);
      case SWITCH ->
          input.phase() == DesktopPhase.NODE_LOST
              ? new OperationChild(
                  input, stub(StartElsewhereWorkflow.class, input), StartElsewhereWorkflow::run)
              : new OperationChild(
                  input, stub(SwitchNodeWorkflow.class, input), SwitchNodeWorkflow::run);
      case DELETE ->
          new OperationChild(
              input, stub(DeleteDesktopWorkflow.class, input), DeleteDesktopWorkflow::run);
      case RESTART_SESSION ->
          new OperationChild(
              input, stub(RestartSessionWorkflow.class, input), RestartSessionWorkflow::run);
      case LIMITS ->
          new OperationChild(
              input, stub(ChangeLimitsWorkflow.class, input), ChangeLimitsWorkflow::run);
      case ROTATE_SECRET ->
          new OperationChild(
              input, stub(RotateSecretWorkflow.class, input), RotateSecretWorkflow::run);
    };
  }

  boolean runs(OperationId operation) {
    return input.request().operation().equals(operation);
  }

  /** Waits for the end; also of a workflow that an operator cancelled or terminated. */
  OperationOutcome outcome() {
    try {
      return outcome.get();
    } catch (ChildWorkflowFailure ended) {
      boolean asBefore = RUNS_ON.contains(input.request().kind());
      return new OperationOutcome(
          lastWord(),
          asBefore ? input.phase() : DesktopPhase.FAILED,
          input.node(),
          input.epoch(),
          input.upper(),
          asBefore ? input.runningSinceMillis() : null);
    }
  }

  private OperationSnapshot lastWord() {
    return new OperationSnapshot(
        input.request().operation(),
        input.spec().desktop(),
        input.request().kind(),
        OperationState.FAILED,
        LAST_WORD,
        List.of(),
        new StepError(FailureCode.INTERNAL, "operation", "its workflow was ended by force"));
  }

  /** Harmless when it cannot be aborted or has ended. */
  void abort() {
    if (CommandRules.abortable(input.request().kind())) {
      signal(stub::abort);
    }
  }

  /** Its node is lost: for those that would wait for it in vain. */
  void nodeLost() {
    if (!toldLost && stub instanceof NodeBoundWorkflow bound) {
      toldLost = true;
      signal(bound::nodeLost);
    }
  }

  void decide(ApprovalDecision decision) {
    if (stub instanceof RegisterDesktopWorkflow registration) {
      signal(() -> registration.decide(decision));
    }
  }

  private static void signal(Runnable signal) {
    try {
      signal.run();
    } catch (SignalExternalWorkflowException ended) {
      Workflow.getLogger(OperationChild.class).info("the operation had ended", ended);
    }
  }

  private static <W> W stub(Class<W> type, DesktopOperation input) {
    String kind = input.request().kind().wire();
    var desktop = input.spec().desktop();
    var attributes =
        SearchAttributes.newBuilder()
            .set(LabVmSearchAttributes.DESKTOP, desktop.value())
            .set(LabVmSearchAttributes.OPERATION, kind);
    if (input.node() != null) {
      attributes.set(LabVmSearchAttributes.NODE, input.node().value());
    }
    return Workflow.newChildWorkflowStub(
        type,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(DesktopWorkflowIds.of(desktop, input.request().operation()))
            .setTaskQueue(TaskQueues.WORKFLOWS)
            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
            .setTypedSearchAttributes(attributes.build())
            .setStaticSummary(kind + " of desktop " + desktop)
            .setStaticDetails("asked for by " + input.request().requestedBy())
            .build());
  }
}
