package io.labvm.workflows.operation;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.node.ReleaseRoot;
import io.labvm.contract.operation.DeleteDesktopWorkflow;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.store.DeleteStoredDesktop;
import io.labvm.workflows.Calls;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.WorkflowInit;
import org.jspecify.annotations.Nullable;

/** Deletes a desktop; a dead node does not hold it up, its reconcile removes what it holds. */
public final class DeleteDesktopWorkflowImpl implements DeleteDesktopWorkflow {
  private final OperationRun run;

  @WorkflowInit
  public DeleteDesktopWorkflowImpl(DesktopOperation input) {
    this(input, WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public DeleteDesktopWorkflowImpl(DesktopOperation input, WorkflowTimings timings) {
    this.run =
        new OperationRun(
            input,
            timings,
            StepName.WITHDRAW,
            StepName.REMOVE_CONTAINER,
            StepName.RELEASE_ROOT,
            StepName.TRASH,
            StepName.FORGET);
  }

  @Override
  public OperationOutcome run(DesktopOperation input) {
    return run.execute(
        () -> {
          delete(input);
          return null;
        },
        _ -> DesktopPhase.FAILED);
  }

  private void delete(DesktopOperation input) {
    DesktopId desktop = input.spec().desktop();
    Calls calls = run.calls();
    run.step(StepName.WITHDRAW, () -> calls.control().withdraw(desktop, input.epoch()));
    leaveNode(desktop, input.node());
    var trash = new DeleteStoredDesktop(desktop, input.request().operation());
    run.step(StepName.TRASH, () -> calls.store().deleteDesktop(trash));
    run.step(StepName.FORGET, () -> calls.control().forget(desktop));
  }

  private void leaveNode(DesktopId desktop, @Nullable NodeId node) {
    if (node == null) {
      run.skip(StepName.REMOVE_CONTAINER, null);
      run.skip(StepName.RELEASE_ROOT, null);
      return;
    }
    Calls calls = run.calls();
    run.stepUnlessNodeIsGone(
        StepName.REMOVE_CONTAINER, () -> calls.node(node).removeContainer(desktop));
    run.stepUnlessNodeIsGone(
        StepName.RELEASE_ROOT, () -> calls.node(node).releaseRoot(new ReleaseRoot(desktop, true)));
  }

  @Override
  public void abort() {
    run.abort();
  }
}
