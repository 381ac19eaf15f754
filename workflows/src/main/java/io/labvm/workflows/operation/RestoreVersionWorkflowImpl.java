package io.labvm.workflows.operation;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.FetchLayers;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.node.ReleaseRoot;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.operation.RestoreVersionWorkflow;
import io.labvm.contract.store.RestoreStored;
import io.labvm.contract.store.SealedVersion;
import io.labvm.contract.store.StackOf;
import io.labvm.contract.store.StoredStack;
import io.labvm.workflows.Calls;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.WorkflowInit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes an old version the current one. What is there is saved as a version first, at rest, so that
 * nothing is lost and a restore of that one undoes this. A desktop that ran runs again at the end;
 * when a step fails, on what it had before.
 */
public final class RestoreVersionWorkflowImpl implements RestoreVersionWorkflow {
  private static final StepName[] STEPS =
      BringUp.after(
          Stream.concat(
                  Stream.of(
                      SaveVersion.after(
                          StepName.PREFETCH, StepName.DISCONNECT, StepName.HALT, StepName.DETACH)),
                  Stream.of(StepName.RESTORE, StepName.RESTORED))
              .toArray(StepName[]::new));

  private final OperationRun run;
  private final DesktopId desktop;
  private final boolean ran;
  private DesktopPhase afterFailure;

  @WorkflowInit
  public RestoreVersionWorkflowImpl(DesktopOperation input) {
    this(input, WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public RestoreVersionWorkflowImpl(DesktopOperation input, WorkflowTimings timings) {
    this.run = new OperationRun(input, timings, STEPS);
    this.desktop = input.spec().desktop();
    this.ran = input.phase() == DesktopPhase.RUNNING;
    this.afterFailure = input.phase();
  }

  @Override
  public OperationOutcome run(DesktopOperation input) {
    return run.execute(this::restore, _ -> afterFailure);
  }

  private DesktopPhase restore() {
    NodeId node = requireNonNull(run.input().node());
    run.soon();
    long wanted = requireNonNull(run.input().request().from()).version();
    run.step(StepName.PREFETCH, () -> prefetch(node, wanted));
    halt(node);
    Long safety = save(node);
    SealedVersion made = goBack(wanted, safety);
    run.step(StepName.RESTORED, () -> run.calls().control().projectVersion(made));
    run.came(
        new OperationResult(made.version(), true, made.consistency(), 0, 0, 0).undoneBy(safety));
    if (ran) {
      return new BringUp(run, node, requireNonNull(run.input().upper())).to(false);
    }
    for (StepName name : BringUp.STEPS) {
      run.skip(name, null);
    }
    return DesktopPhase.STOPPED;
  }

  /** While the desktop still runs, so that it is away for a moment only. */
  private void prefetch(NodeId node, long wanted) {
    StoredStack stack = run.calls().store().stack(new StackOf(desktop, wanted));
    if (!stack.layers().isEmpty()) {
      run.calls().nodeIo(node).fetchLayers(new FetchLayers(stack.layers()));
    }
  }

  private void halt(NodeId node) {
    if (!ran) {
      run.skip(StepName.DISCONNECT, null);
      run.skip(StepName.HALT, null);
      run.skip(StepName.DETACH, null);
      return;
    }
    Calls calls = run.calls();
    run.undo(StepName.DISCONNECT, () -> startAgain(node));
    afterFailure = DesktopPhase.FAILED; // until it runs again
    run.step(StepName.DISCONNECT, () -> calls.control().withdraw(desktop, run.input().epoch()));
    run.step(StepName.HALT, () -> calls.node(node).removeContainer(desktop));
    run.step(StepName.DETACH, () -> calls.node(node).releaseRoot(new ReleaseRoot(desktop, false)));
  }

  /**
   * Null when nothing can be sealed above a version that is damaged: then going back is the only
   * way on, and what is there stays with the upper on its node. The store refuses to go back when
   * something else is damaged.
   */
  private @Nullable Long save(NodeId node) {
    @Nullable Long[] saved = new Long[1];
    run.goOnWhen(
        why -> why.code() == FailureCode.DAMAGED && !why.step().equals(StepName.CAPTURE.wire()),
        () -> saved[0] = new SaveVersion(run, node).as("before-restore").version(),
        SaveVersion.STEPS);
    return saved[0];
  }

  /** On what the store says is the newest version by then. */
  private void startAgain(NodeId node) {
    BringUp.again(run, node, requireNonNull(run.input().upper())).withoutSteps();
    afterFailure = DesktopPhase.RUNNING;
  }

  private SealedVersion goBack(long wanted, @Nullable Long safety) {
    var operation = run.input().request().operation();
    if (safety != null) {
      run.undo(StepName.RESTORE, () -> undo(safety));
    }
    return run.step(
        StepName.RESTORE,
        _ -> run.calls().storeIo().restore(new RestoreStored(desktop, wanted, operation, false)));
  }

  private void undo(long safety) {
    var request = new RestoreStored(desktop, safety, run.input().request().operation(), true);
    SealedVersion back = run.calls().storeIo().restore(request);
    if (back.created()) {
      run.calls().control().projectVersion(back);
    }
  }

  @Override
  public void abort() {
    run.abort();
  }
}
