package io.labvm.workflows.operation;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.control.ChooseTarget;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.node.CaptureUpper;
import io.labvm.contract.node.Captured;
import io.labvm.contract.node.FetchBase;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.node.ReleaseRoot;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.Moved;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.operation.SwitchNodeWorkflow;
import io.labvm.contract.store.SealDesktop;
import io.labvm.contract.store.SealedVersion;
import io.labvm.contract.store.StackOf;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Moves a desktop to another node. While it runs, what it wrote is sealed and fetched there; then
 * it stops, the rest follows, and it starts there on a new upper. The node it left keeps its upper
 * until the desktop answers on the other; when a step fails it runs on where it was.
 */
public final class SwitchNodeWorkflowImpl implements SwitchNodeWorkflow {
  private static final StepName[] STEPS =
      Stream.of(
              Stream.of(
                  StepName.TARGET,
                  StepName.WARM_BASE,
                  StepName.AHEAD,
                  StepName.AHEAD_SEAL,
                  StepName.PREFETCH),
              Stream.of(Interruption.STEPS),
              Stream.of(SaveVersion.STEPS),
              Stream.of(BringUp.STEPS),
              Stream.of(StepName.CLEAR))
          .flatMap(steps -> steps)
          .toArray(StepName[]::new);

  /** What switches waited that began before there were fences. */
  private static final Duration LEASE_IS_OUT = Duration.ofSeconds(25);

  private final OperationRun run;
  private final DesktopSpec spec;
  private final DesktopId desktop;
  private final OperationId operation;
  private final Interruption interruption;
  private long aheadBytes;
  private long disconnectedAt;
  private boolean fenced;

  @WorkflowInit
  public SwitchNodeWorkflowImpl(DesktopOperation input) {
    this(input, WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public SwitchNodeWorkflowImpl(DesktopOperation input, WorkflowTimings timings) {
    this.run = new OperationRun(input, timings, STEPS);
    this.spec = input.spec();
    this.desktop = spec.desktop();
    this.operation = input.request().operation();
    this.interruption = new Interruption(run);
  }

  @Override
  public OperationOutcome run(DesktopOperation input) {
    return run.execute(this::move, interruption::afterFailure);
  }

  private DesktopPhase move() {
    NodeId source = requireNonNull(run.input().node());
    run.soon();
    NodeId target = run.step(StepName.TARGET, _ -> choose(source));
    warm(source, target);
    disconnectedAt = Workflow.currentTimeMillis();
    interruption.begin(source, () -> comeBack(source, target));
    if (restsOnALostNode(source)) {
      return leaves(source, target);
    }
    OperationResult saved = save(source);
    if (!interruption.ran()) {
      return standsOn(source, target, saved, () -> clear(source));
    }
    run.placedOn(target);
    new BringUp(run, target, new UpperId(operation.value())).to(false);
    // From now on the desktop changes there: going back would lose that.
    run.keep();
    interruption.over();
    long unreachable = Workflow.currentTimeMillis() - disconnectedAt;
    run.came(saved.moved(new Moved(source, target, aheadBytes, saved.bytes(), unreachable)));
    clear(source);
    return DesktopPhase.RUNNING;
  }

  private NodeId choose(NodeId source) {
    NodeId wanted = run.input().request().to();
    if (source.equals(wanted)) {
      throw Failures.of(FailureCode.WRONG_STATE, "the desktop is on node " + wanted, null);
    }
    return run.calls()
        .control()
        .chooseTarget(new ChooseTarget(spec, source, wanted, operation))
        .node();
  }

  /** All that can be done while the desktop is where it was. */
  private void warm(NodeId source, NodeId target) {
    on(
        target,
        source,
        () ->
            run.step(
                StepName.WARM_BASE,
                () -> run.calls().nodeIo(target).fetchBase(new FetchBase(spec.base()))));
    if (!interruption.ran()) {
      Stream.of(StepName.AHEAD, StepName.AHEAD_SEAL, StepName.PREFETCH)
          .forEach(name -> run.skip(name, null));
      return;
    }
    run.undoOnNode(StepName.AHEAD, () -> run.calls().node(source).thaw(desktop));
    SealedVersion ahead = sealAhead(source);
    on(
        target,
        source,
        () -> aheadBytes = run.step(StepName.PREFETCH, _ -> prefetch(target, ahead)));
  }

  private long prefetch(NodeId target, SealedVersion ahead) {
    StackOf version = new StackOf(desktop, ahead.version());
    return VersionLayers.copy(run, target, run.calls().store().stack(version));
  }

  /** A step on the other node, whose death says nothing of the one the desktop is on. */
  private void on(NodeId target, NodeId source, Runnable step) {
    run.placedOn(target);
    try {
      step.run();
    } finally {
      run.backOn(source);
    }
  }

  /** A version of its own: should the switch fail, it is one backup more. */
  private SealedVersion sealAhead(NodeId source) {
    OperationId own = new OperationId(operation + "-ahead");
    Captured captured =
        run.step(
            StepName.AHEAD,
            _ ->
                run.calls()
                    .nodeIo(source)
                    .capture(new CaptureUpper(desktop, run.input().epoch(), own)));
    return run.step(
        StepName.AHEAD_SEAL,
        _ -> {
          SealedVersion sealed =
              run.calls()
                  .storeIo()
                  .seal(new SealDesktop(desktop, own, captured.head(), "before-switch"));
          if (sealed.created()) {
            run.calls().control().projectVersion(sealed);
          }
          return sealed;
        });
  }

  private OperationResult save(NodeId source) {
    SaveVersion save = new SaveVersion(run, source);
    var ignored = save.as("switch");
    return save.result();
  }

  /** The start that follows takes a newer epoch, after which the fence's is refused. */
  private boolean isFencedAlready() {
    return fenced && Workflow.getVersion("fence-once", Workflow.DEFAULT_VERSION, 1) >= 1;
  }

  private boolean restsOnALostNode(NodeId source) {
    return !interruption.ran()
        && Workflow.getVersion("rests-on-lost", Workflow.DEFAULT_VERSION, 1) >= 1
        && !run.isAlive(source);
  }

  /**
   * A stop has saved all; what it could not, and was not shipped either, stays on the node. A
   * container that nobody could end there must be known to have ended.
   */
  private DesktopPhase leaves(NodeId source, NodeId target) {
    UpperId upper = requireNonNull(run.input().upper());
    run.step(StepName.HALT, () -> Fence.off(run, source, target, upper, "-fence"));
    run.skip(StepName.CAPTURE, null);
    SaveVersion save = new SaveVersion(run, target);
    var ignored = save.ofWhatWasShipped("node-lost");
    return standsOn(source, target, save.result(), () -> run.skip(StepName.CLEAR, null));
  }

  /**
   * A node that could not be told to end the desktop must be known to have ended it. The upper that
   * was begun there is none that could go on.
   */
  private void comeBack(NodeId source, NodeId target) {
    UpperId upper = requireNonNull(run.input().upper());
    if (run.leftSomething() && Workflow.getVersion("fence", Workflow.DEFAULT_VERSION, 1) < 1) {
      Workflow.sleep(LEASE_IS_OUT);
    } else if (run.leftSomething() && !isFencedAlready()) {
      Fence.off(run, target, source, upper, "-fence");
      fenced = true;
    }
    run.backOn(source);
    run.mounting(upper);
  }

  /** A stopped desktop only changes where it starts next: there, on a new upper. */
  private DesktopPhase standsOn(
      NodeId source, NodeId target, OperationResult saved, Runnable clear) {
    Stream.of(BringUp.STEPS).forEach(name -> run.skip(name, null));
    run.came(saved.moved(new Moved(source, target, 0, saved.bytes(), 0)));
    clear.run();
    run.placedOn(target);
    run.mounting(new UpperId(operation.value()));
    return DesktopPhase.STOPPED;
  }

  /** Left for the node's own upkeep when it does not answer; a version holds all of it. */
  private void clear(NodeId source) {
    Runnable release = () -> run.calls().node(source).releaseRoot(new ReleaseRoot(desktop, true));
    Workflow.newDetachedCancellationScope(
            () -> run.leaveForLater(() -> run.step(StepName.CLEAR, release), StepName.CLEAR))
        .run();
  }

  @Override
  public void abort() {
    run.abort();
  }
}
