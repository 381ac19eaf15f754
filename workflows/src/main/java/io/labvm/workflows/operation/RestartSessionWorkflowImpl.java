package io.labvm.workflows.operation;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.RestartSessionWorkflow;
import io.labvm.workflows.Calls;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.WorkflowInit;

/** Ends and starts the X session; the desktop stays as it is if that fails. */
public final class RestartSessionWorkflowImpl implements RestartSessionWorkflow {
  private final OperationRun run;

  @WorkflowInit
  public RestartSessionWorkflowImpl(DesktopOperation input) {
    this(input, WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public RestartSessionWorkflowImpl(DesktopOperation input, WorkflowTimings timings) {
    this.run = new OperationRun(input, timings, StepName.SESSION);
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
      run.skip(StepName.SESSION, null);
      return;
    }
    run.step(StepName.SESSION, () -> calls.node(node).restartSession(desktop));
  }

  @Override
  public void abort() {
    run.abort();
  }
}
