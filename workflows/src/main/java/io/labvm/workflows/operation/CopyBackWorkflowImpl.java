package io.labvm.workflows.operation;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.node.CopiedBack;
import io.labvm.contract.node.CopyBack;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.CopyBackWorkflow;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.FromVersion;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.store.StackOf;
import io.labvm.contract.store.StoredStack;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.WorkflowInit;

/** Puts a file or folder of a version into the running desktop, which runs on all the time. */
public final class CopyBackWorkflowImpl implements CopyBackWorkflow {
  private final OperationRun run;

  @WorkflowInit
  public CopyBackWorkflowImpl(DesktopOperation input) {
    this(input, WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public CopyBackWorkflowImpl(DesktopOperation input, WorkflowTimings timings) {
    this.run = new OperationRun(input, timings, steps(input));
  }

  /** What was left behind lies on the node already. */
  private static StepName[] steps(DesktopOperation input) {
    return isLeft(input)
        ? new StepName[] {StepName.COPY}
        : new StepName[] {StepName.PREFETCH, StepName.COPY};
  }

  private static boolean isLeft(DesktopOperation input) {
    FromVersion from = input.request().from();
    return from != null && from.left() != null;
  }

  @Override
  public OperationOutcome run(DesktopOperation input) {
    return run.execute(
        () -> {
          copy(input);
          return input.phase();
        },
        _ -> input.phase());
  }

  private void copy(DesktopOperation input) {
    NodeId node = requireNonNull(input.node());
    DesktopId desktop = input.spec().desktop();
    FromVersion from = requireNonNull(input.request().from());
    run.soon();
    StoredStack stack = isLeft(input) ? null : prefetch(node, new StackOf(desktop, from.version()));
    CopyBack wanted =
        new CopyBack(desktop, input.epoch(), input.request().operation(), from, stack);
    CopiedBack copied = run.step(StepName.COPY, _ -> run.calls().nodeIo(node).copyBack(wanted));
    run.came(
        new OperationResult(from.version(), false, "", copied.files(), copied.bytes(), 0)
            .lyingAt(copied.path()));
  }

  private StoredStack prefetch(NodeId node, StackOf version) {
    return run.step(StepName.PREFETCH, _ -> VersionLayers.fetch(run, node, version));
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
