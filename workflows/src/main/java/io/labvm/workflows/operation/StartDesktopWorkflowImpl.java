package io.labvm.workflows.operation;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.StartDesktopWorkflow;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.WorkflowInit;

/**
 * Starts a desktop on its node: on the upper that is there, else on a new one over the newest
 * version. Also of one that counts as running whose container is gone: every step finds what is
 * still there.
 */
public final class StartDesktopWorkflowImpl implements StartDesktopWorkflow {
  private final OperationRun run;

  @WorkflowInit
  public StartDesktopWorkflowImpl(DesktopOperation input) {
    this(input, WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public StartDesktopWorkflowImpl(DesktopOperation input, WorkflowTimings timings) {
    this.run = new OperationRun(input, timings, BringUp.STEPS);
  }

  @Override
  public OperationOutcome run(DesktopOperation input) {
    return run.execute(
        () ->
            new BringUp(run, requireNonNull(input.node()), requireNonNull(input.upper())).to(false),
        this::afterFailure);
  }

  /**
   * A container that could not be taken back may run. Whom the system started is to be started
   * again.
   */
  private DesktopPhase afterFailure(FailureCode why) {
    if (why == FailureCode.NODE_UNAVAILABLE || run.leftSomething()) {
      return DesktopPhase.NODE_LOST;
    }
    boolean again =
        why != FailureCode.CANCELLED
            && run.input().request().requestedBy().equals(OperationRequest.SYSTEM);
    return again ? DesktopPhase.FAILED : DesktopPhase.STOPPED;
  }

  @Override
  public void abort() {
    run.abort();
  }
}
