package io.labvm.workflows.operation;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.control.AssignDesktop;
import io.labvm.contract.control.ChooseTarget;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.FetchBase;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.StartElsewhereWorkflow;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.WorkflowInit;
import java.util.stream.Stream;

/**
 * Starts a desktop on another node when its own is lost. First it is made sure that it runs there
 * no more; then what that node had shipped becomes a version, and the desktop starts on a new upper
 * over it. What the node had not shipped stays there. A step that fails leaves the desktop as it
 * was: lost.
 */
public final class StartElsewhereWorkflowImpl implements StartElsewhereWorkflow {
  private static final StepName[] STEPS =
      Stream.of(
              Stream.of(StepName.TARGET, StepName.WARM_BASE, StepName.FENCE),
              Stream.of(SaveVersion.AFTER_CAPTURE),
              Stream.of(BringUp.STEPS))
          .flatMap(steps -> steps)
          .toArray(StepName[]::new);

  private final OperationRun run;
  private final DesktopId desktop;

  @WorkflowInit
  public StartElsewhereWorkflowImpl(DesktopOperation input) {
    this(input, WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public StartElsewhereWorkflowImpl(DesktopOperation input, WorkflowTimings timings) {
    this.run = new OperationRun(input, timings, STEPS);
    this.desktop = input.spec().desktop();
  }

  @Override
  public OperationOutcome run(DesktopOperation input) {
    NodeId lost = requireNonNull(input.node());
    UpperId upper = requireNonNull(input.upper());
    return run.execute(
        () -> start(lost, upper),
        _ -> {
          run.backOn(lost);
          run.mounting(upper);
          return DesktopPhase.NODE_LOST;
        });
  }

  private DesktopPhase start(NodeId lost, UpperId upper) {
    run.soon();
    NodeId target = run.step(StepName.TARGET, _ -> choose(lost));
    run.placedOn(target);
    FetchBase base = new FetchBase(run.input().spec().base());
    run.step(StepName.WARM_BASE, () -> run.calls().nodeIo(target).fetchBase(base));
    run.undo(StepName.FENCE, () -> giveBack(lost, target, upper));
    run.step(StepName.FENCE, () -> Fence.off(run, lost, target, upper, "-fence"));
    var ignored = new SaveVersion(run, target).ofWhatWasShipped("node-lost");
    return new BringUp(run, target, new UpperId(run.input().request().operation().value()))
        .to(false);
  }

  private NodeId choose(NodeId lost) {
    OperationRequest request = run.input().request();
    ChooseTarget wanted =
        new ChooseTarget(run.input().spec(), lost, request.to(), request.operation());
    return run.calls().control().chooseTarget(wanted).node();
  }

  /** The lost node may have it again, but under a newer epoch than it knows. */
  private void giveBack(NodeId lost, NodeId target, UpperId upper) {
    if (run.leftSomething()) {
      Fence.off(run, target, lost, upper, "-back");
    } else {
      run.calls().control().assign(new AssignDesktop(desktop, lost, run.epoch(), upper));
    }
  }

  @Override
  public void abort() {
    run.abort();
  }
}
