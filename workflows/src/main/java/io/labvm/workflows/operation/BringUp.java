package io.labvm.workflows.operation;

import io.labvm.contract.control.AssignDesktop;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.AwaitVnc;
import io.labvm.contract.node.FetchBase;
import io.labvm.contract.node.FetchLayers;
import io.labvm.contract.node.NodeActivities;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.node.PrepareRoot;
import io.labvm.contract.node.ReleaseRoot;
import io.labvm.contract.node.RootState;
import io.labvm.contract.node.RunContainer;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.TakeEpoch;
import io.labvm.contract.store.TakenEpoch;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The steps from a placed desktop to one that answers: the second half of a registration, and a
 * start.
 */
final class BringUp {
  /** The answer of the waiting activity itself, after the desktop's. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  /** In the order in which they run. */
  static final StepName[] STEPS = {
    StepName.BASE,
    StepName.EPOCH,
    StepName.LAYERS,
    StepName.ROOT,
    StepName.CONTAINER,
    StepName.VNC,
    StepName.ADDRESS
  };

  /** These steps behind others. */
  static StepName[] after(StepName... before) {
    return Stream.of(before, STEPS).flatMap(Stream::of).toArray(StepName[]::new);
  }

  private final OperationRun run;
  private final DesktopSpec spec;
  private final DesktopId desktop;
  private final NodeId node;
  private final OperationId operation;
  private final UpperId known;
  private final UpperId fresh;

  /**
   * For an operation that begins a new upper when the store says so.
   *
   * @param known the upper that may go on
   */
  BringUp(OperationRun run, NodeId node, UpperId known) {
    this(run, node, known, run.input().request().operation());
  }

  private BringUp(OperationRun run, NodeId node, UpperId known, OperationId operation) {
    this.run = run;
    this.spec = run.input().spec();
    this.desktop = spec.desktop();
    this.node = node;
    this.known = known;
    this.operation = operation;
    this.fresh = new UpperId(operation.value());
  }

  /**
   * For a desktop that begins.
   *
   * @param own of the operation, or one for each further node that it tries
   */
  static BringUp anew(OperationRun run, NodeId node, OperationId own) {
    return new BringUp(run, node, new UpperId(own.value()), own);
  }

  /** The same, in the name of an operation's undo, which takes an epoch of its own. */
  static BringUp again(OperationRun run, NodeId node, UpperId known) {
    OperationId own = new OperationId(run.input().request().operation() + "-back");
    return new BringUp(run, node, known, own);
  }

  /** An upper that is prepared at an epoch. */
  private record Prepared(long epoch, UpperId upper, boolean create, List<String> layers) {}

  /**
   * Runs the steps.
   *
   * @param create the upper may be new, and is thrown away when the operation is undone
   */
  DesktopPhase to(boolean create) {
    boolean layered = Workflow.getVersion("layers", Workflow.DEFAULT_VERSION, 1) >= 1;
    run.step(StepName.BASE, this::fetchBase);
    Prepared prepared = run.step(StepName.EPOCH, _ -> takeEpoch(create, layered));
    run.tookEpoch(prepared.epoch());
    if (layered) {
      run.step(StepName.LAYERS, () -> fetchLayers(prepared));
    }
    run.undoOnNode(StepName.ROOT, () -> node().releaseRoot(new ReleaseRoot(desktop, create)));
    run.step(StepName.ROOT, () -> mount(prepared));
    run.undoOnNode(StepName.CONTAINER, () -> node().removeContainer(desktop));
    run.step(StepName.CONTAINER, () -> container(prepared.epoch()));
    run.step(StepName.VNC, attempt -> awaitVnc(prepared.epoch(), attempt));
    run.undo(StepName.ADDRESS, () -> run.calls().control().withdraw(desktop, prepared.epoch()));
    run.step(StepName.ADDRESS, () -> run.calls().control().route(desktop, prepared.epoch()));
    return DesktopPhase.RUNNING;
  }

  /** All of it as one undo of another operation; may be repeated. */
  void withoutSteps() {
    fetchBase();
    Prepared prepared = takeEpoch(false, true);
    run.tookEpoch(prepared.epoch());
    fetchLayers(prepared);
    mount(prepared);
    var ignored = awaitVnc(prepared.epoch(), 2);
    run.calls().control().route(desktop, prepared.epoch());
  }

  private void fetchBase() {
    run.calls().nodeIo(node).fetchBase(new FetchBase(spec.base()));
  }

  private void fetchLayers(Prepared prepared) {
    if (!prepared.layers().isEmpty()) {
      run.calls().nodeIo(node).fetchLayers(new FetchLayers(prepared.layers()));
    }
  }

  /** Assigned at once: the node gets the desktop's secrets only at the epoch assigned. */
  private Prepared takeEpoch(boolean create, boolean layered) {
    UpperId wanted = layered && !create && given() ? fresh : known;
    TakenEpoch taken =
        run.calls()
            .store()
            .takeEpoch(
                new TakeEpoch(
                    desktop, node, wanted, run.input().epoch(), operation, layered ? fresh : null));
    UpperId upper = taken.upper() == null ? wanted : taken.upper();
    run.calls().control().assign(new AssignDesktop(desktop, node, taken.epoch(), upper));
    return new Prepared(
        taken.epoch(),
        upper,
        create || (layered && upper.equals(fresh)),
        taken.stack() == null ? List.of() : taken.stack().layers());
  }

  /** Whether the node has given the known upper up, since a version holds all of it. */
  private boolean given() {
    RootState state = node().inspectRoot(desktop);
    return state.freed() && known.equals(state.upper());
  }

  /** What was mounted last is the desktop's upper, also when a later step fails. */
  private void mount(Prepared prepared) {
    boolean fork = prepared.create() && spec.origin() != null;
    node()
        .prepareRoot(
            new PrepareRoot(
                desktop,
                prepared.epoch(),
                spec.base(),
                prepared.upper(),
                prepared.create(),
                prepared.layers(),
                fork && (run.input().upper() == null || OriginShown.by(run, prepared.layers()))));
    run.mounting(prepared.upper());
  }

  private void container(long epoch) {
    node().runContainer(new RunContainer(spec, epoch, operation));
  }

  /** Before it waits again it makes sure of the container: a killed engine takes it along. */
  private StepName awaitVnc(long epoch, int attempt) {
    if (attempt > 1) {
      container(epoch);
    }
    Duration longest = run.timings().vncAnswer();
    run.calls()
        .node(node, longest.plus(MARGIN))
        .awaitVnc(new AwaitVnc(desktop, epoch, (int) longest.toSeconds()));
    return StepName.VNC;
  }

  private NodeActivities node() {
    return run.calls().node(node);
  }
}
