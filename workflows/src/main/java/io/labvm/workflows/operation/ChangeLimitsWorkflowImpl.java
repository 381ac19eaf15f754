package io.labvm.workflows.operation;

import io.labvm.contract.control.PromiseLimits;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.node.ApplyLimits;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.ChangeLimitsWorkflow;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.WorkflowInit;
import java.util.Objects;

/**
 * Holds a desktop to other limits: first the room for them is kept, then a running one gets them.
 * One that does not run gets them at its next start.
 */
public final class ChangeLimitsWorkflowImpl implements ChangeLimitsWorkflow {
  private final OperationRun run;

  @WorkflowInit
  public ChangeLimitsWorkflowImpl(DesktopOperation input) {
    this(input, WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public ChangeLimitsWorkflowImpl(DesktopOperation input, WorkflowTimings timings) {
    this.run = new OperationRun(input, timings, StepName.ROOM, StepName.LIMITS);
  }

  @Override
  public OperationOutcome run(DesktopOperation input) {
    return run.execute(
        () -> {
          change(input);
          return input.phase();
        },
        _ -> input.phase());
  }

  private void change(DesktopOperation input) {
    run.soon();
    Limits wanted = Objects.requireNonNull(input.request().limits(), "limits");
    Limits before = input.spec().limits();
    run.undo(StepName.ROOM, () -> promise(before, true));
    run.step(StepName.ROOM, () -> promise(wanted, false));
    NodeId node = input.node();
    if (node == null || input.phase() != DesktopPhase.RUNNING) {
      run.skip(StepName.LIMITS, null);
      return;
    }
    run.undoOnNode(StepName.LIMITS, () -> apply(node, before));
    run.step(StepName.LIMITS, () -> apply(node, wanted));
  }

  private void promise(Limits limits, boolean back) {
    run.calls().control().promise(new PromiseLimits(desktop(), limits, back));
  }

  private void apply(NodeId node, Limits limits) {
    run.calls().node(node).applyLimits(new ApplyLimits(desktop(), run.epoch(), limits));
  }

  private DesktopId desktop() {
    return run.input().spec().desktop();
  }

  @Override
  public void abort() {
    run.abort();
  }
}
