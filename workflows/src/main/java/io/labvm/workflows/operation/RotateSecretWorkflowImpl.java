package io.labvm.workflows.operation;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.RotateSecretWorkflow;
import io.labvm.workflows.Calls;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.WorkflowInit;

/** Hands a running desktop its secrets anew; one that does not run takes them at its next start. */
public final class RotateSecretWorkflowImpl implements RotateSecretWorkflow {
  private final OperationRun run;

  @WorkflowInit
  public RotateSecretWorkflowImpl(DesktopOperation input) {
    this(input, WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public RotateSecretWorkflowImpl(DesktopOperation input, WorkflowTimings timings) {
    this.run = new OperationRun(input, timings, StepName.SECRET);
  }

  @Override
  public OperationOutcome run(DesktopOperation input) {
    return run.execute(
        () -> {
          tell(input);
          return input.phase();
        },
        _ -> input.phase());
  }

  private void tell(DesktopOperation input) {
    DesktopId desktop = input.spec().desktop();
    NodeId node = input.node();
    Calls calls = run.calls();
    if (node == null || input.phase() != DesktopPhase.RUNNING) {
      run.skip(StepName.SECRET, null);
      return;
    }
    run.step(StepName.SECRET, () -> calls.node(node).refreshSecrets(desktop, input.epoch()));
  }

  @Override
  public void abort() {
    run.abort();
  }
}
