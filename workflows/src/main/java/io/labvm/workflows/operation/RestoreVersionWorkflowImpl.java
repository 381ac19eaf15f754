package io.labvm.workflows.operation;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.operation.RestoreVersionWorkflow;
import io.labvm.contract.store.RestoreStored;
import io.labvm.contract.store.SealedVersion;
import io.labvm.contract.store.StackOf;
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
  private final Interruption interruption;

  @WorkflowInit
  public RestoreVersionWorkflowImpl(DesktopOperation input) {
    this(input, WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public RestoreVersionWorkflowImpl(DesktopOperation input, WorkflowTimings timings) {
    this.run = new OperationRun(input, timings, STEPS);
    this.desktop = input.spec().desktop();
    this.interruption = new Interruption(run);
  }

  @Override
  public OperationOutcome run(DesktopOperation input) {
    return run.execute(this::restore, interruption::afterFailure);
  }

  private DesktopPhase restore() {
    NodeId node = requireNonNull(run.input().node());
    run.soon();
    long wanted = requireNonNull(run.input().request().from()).version();
    // While the desktop still runs, so that it is away for a moment only.
    run.step(
        StepName.PREFETCH,
        () -> {
          var ignored = VersionLayers.fetch(run, node, new StackOf(desktop, wanted));
        });
    interruption.begin(node, () -> {});
    Long safety = save(node);
    SealedVersion made = goBack(wanted, safety);
    run.step(StepName.RESTORED, () -> run.calls().control().projectVersion(made));
    run.came(
        new OperationResult(made.version(), true, made.consistency(), 0, 0, 0).undoneBy(safety));
    if (interruption.ran()) {
      return new BringUp(run, node, requireNonNull(run.input().upper())).to(false);
    }
    for (StepName name : BringUp.STEPS) {
      run.skip(name, null);
    }
    return DesktopPhase.STOPPED;
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
