package io.labvm.workflows.operation;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.node.ReleaseRoot;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.StopDesktopWorkflow;
import io.labvm.workflows.Calls;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Stops a desktop. Not undone: a stop that failed half-way is repeated, never turned round. */
public final class StopDesktopWorkflowImpl implements StopDesktopWorkflow {
  private final OperationRun run;

  @WorkflowInit
  public StopDesktopWorkflowImpl(DesktopOperation input) {
    this(input, WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public StopDesktopWorkflowImpl(DesktopOperation input, WorkflowTimings timings) {
    this.run =
        new OperationRun(
            input,
            timings,
            SaveVersion.after(StepName.WITHDRAW, StepName.REMOVE_CONTAINER, StepName.RELEASE_ROOT));
  }

  @Override
  public OperationOutcome run(DesktopOperation input) {
    return run.execute(
        () -> {
          stop(input);
          return DesktopPhase.STOPPED;
        },
        why -> why == FailureCode.NODE_UNAVAILABLE ? DesktopPhase.NODE_LOST : DesktopPhase.FAILED);
  }

  private void stop(DesktopOperation input) {
    DesktopId desktop = input.spec().desktop();
    NodeId node = input.node();
    Calls calls = run.calls();
    run.step(StepName.WITHDRAW, () -> calls.control().withdraw(desktop, input.epoch()));
    if (node == null) {
      run.skip(StepName.REMOVE_CONTAINER, null);
      run.skip(StepName.RELEASE_ROOT, null);
      for (StepName name : SaveVersion.STEPS) {
        run.skip(name, null);
      }
      return;
    }
    run.step(StepName.REMOVE_CONTAINER, () -> calls.node(node).removeContainer(desktop));
    run.step(
        StepName.RELEASE_ROOT, () -> calls.node(node).releaseRoot(new ReleaseRoot(desktop, false)));
    save(node);
  }

  /**
   * A store that is away does not keep a desktop from stopping: its upper stays on the node, which
   * goes on shipping it, and the next backup makes the version.
   */
  private void save(NodeId node) {
    if (Workflow.getVersion("stop-saves", Workflow.DEFAULT_VERSION, 1) < 1) {
      return;
    }
    run.leaveForLater(
        () -> {
          var ignored = new SaveVersion(run, node).as("stop");
        },
        SaveVersion.STEPS);
  }

  @Override
  public void abort() {
    run.abort();
  }
}
