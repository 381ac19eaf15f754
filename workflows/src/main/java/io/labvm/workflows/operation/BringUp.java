package io.labvm.workflows.operation;

import io.labvm.contract.control.AssignDesktop;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.AwaitVnc;
import io.labvm.contract.node.FetchBase;
import io.labvm.contract.node.NodeActivities;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.node.PrepareRoot;
import io.labvm.contract.node.ReleaseRoot;
import io.labvm.contract.node.RunContainer;
import io.labvm.contract.store.TakeEpoch;
import io.labvm.contract.store.TakenEpoch;
import java.time.Duration;

/**
 * The steps from a placed desktop to one that answers: the second half of a registration, and a
 * start.
 */
final class BringUp {
  /** The answer of the waiting activity itself, after the desktop's. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final OperationRun run;
  private final DesktopSpec spec;
  private final DesktopId desktop;
  private final NodeId node;
  private final UpperId upper;

  BringUp(OperationRun run, NodeId node, UpperId upper) {
    this.run = run;
    this.spec = run.input().spec();
    this.desktop = spec.desktop();
    this.node = node;
    this.upper = upper;
  }

  /**
   * Runs the steps.
   *
   * @param create the upper may be new, and is thrown away when the operation is undone
   */
  DesktopPhase to(boolean create) {
    run.step(StepName.BASE, () -> run.calls().nodeIo(node).fetchBase(new FetchBase(spec.base())));
    long epoch = run.step(StepName.EPOCH, _ -> takeEpoch());
    run.tookEpoch(epoch);
    run.undoOnNode(StepName.ROOT, () -> node().releaseRoot(new ReleaseRoot(desktop, create)));
    run.step(StepName.ROOT, () -> mount(epoch, create));
    run.undoOnNode(StepName.CONTAINER, () -> node().removeContainer(desktop));
    run.step(StepName.CONTAINER, () -> container(epoch));
    run.step(StepName.VNC, attempt -> awaitVnc(epoch, attempt));
    run.undo(StepName.ADDRESS, () -> run.calls().control().withdraw(desktop, epoch));
    run.step(StepName.ADDRESS, () -> run.calls().control().route(desktop, epoch));
    return DesktopPhase.RUNNING;
  }

  /** Assigned at once: the node gets the desktop's secrets only at the epoch assigned. */
  private long takeEpoch() {
    TakenEpoch taken =
        run.calls()
            .store()
            .takeEpoch(
                new TakeEpoch(
                    desktop, node, upper, run.input().epoch(), run.input().request().operation()));
    run.calls().control().assign(new AssignDesktop(desktop, node, taken.epoch(), upper));
    return taken.epoch();
  }

  private void mount(long epoch, boolean create) {
    run.mounting(upper);
    node().prepareRoot(new PrepareRoot(desktop, epoch, spec.base(), upper, create));
  }

  private void container(long epoch) {
    node().runContainer(new RunContainer(spec, epoch, run.input().request().operation()));
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
