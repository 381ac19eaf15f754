package io.labvm.workflows.operation;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.BackupDesktopWorkflow;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.WorkflowInit;

/**
 * Backs a desktop up. However it ends, the desktop is as before: what was shipped stays in the
 * store and is part of the next version.
 */
public final class BackupDesktopWorkflowImpl implements BackupDesktopWorkflow {
  private final OperationRun run;

  @WorkflowInit
  public BackupDesktopWorkflowImpl(DesktopOperation input) {
    this(input, WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public BackupDesktopWorkflowImpl(DesktopOperation input, WorkflowTimings timings) {
    this.run = new OperationRun(input, timings, SaveVersion.STEPS);
  }

  @Override
  public OperationOutcome run(DesktopOperation input) {
    return run.execute(
        () -> {
          backUp(input);
          return input.phase();
        },
        _ -> input.phase());
  }

  /** A store that stays away fails it soon: the desktop is not to be kept from its owner. */
  private void backUp(DesktopOperation input) {
    NodeId node = requireNonNull(input.node());
    run.soon();
    if (input.phase() == DesktopPhase.RUNNING) {
      run.undoOnNode(StepName.CAPTURE, () -> run.calls().node(node).thaw(input.spec().desktop()));
    }
    boolean scheduled = input.request().requestedBy().equals(OperationRequest.SCHEDULE);
    var ignored = new SaveVersion(run, node).as(scheduled ? "schedule" : "manual");
  }

  @Override
  public void nodeLost() {
    run.nodeLost();
  }

  @Override
  public void abort() {
    run.abort();
  }
}
