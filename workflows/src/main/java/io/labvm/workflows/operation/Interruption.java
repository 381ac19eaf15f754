package io.labvm.workflows.operation;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.node.ReleaseRoot;
import io.labvm.workflows.Calls;
import io.temporal.workflow.Workflow;

/**
 * Takes a desktop that runs down for what an operation does meanwhile, and up again on its node
 * when that fails.
 */
final class Interruption {
  /** In the order in which they run. */
  static final StepName[] STEPS = {StepName.DISCONNECT, StepName.HALT, StepName.DETACH};

  private final OperationRun run;
  private final boolean ran;
  private DesktopPhase afterFailure;
  private boolean halting;

  Interruption(OperationRun run) {
    this.run = run;
    this.ran = run.input().phase() == DesktopPhase.RUNNING;
    this.afterFailure = run.input().phase();
  }

  /** Whether the desktop ran when the operation began. */
  boolean ran() {
    return ran;
  }

  /**
   * What the desktop is, should the operation fail now.
   *
   * @param why a node that died in between is waited for, and left, like one that died before
   */
  DesktopPhase afterFailure(FailureCode why) {
    return afterFailure == DesktopPhase.FAILED && why == FailureCode.NODE_UNAVAILABLE
        ? DesktopPhase.NODE_LOST
        : afterFailure;
  }

  /**
   * Runs the steps; leaves them out for a desktop that does not run.
   *
   * @param beforeStartingAgain what an undo does first
   */
  void begin(NodeId node, Runnable beforeStartingAgain) {
    if (!ran) {
      for (StepName name : STEPS) {
        run.skip(name, null);
      }
      return;
    }
    Calls calls = run.calls();
    DesktopId desktop = run.input().spec().desktop();
    run.undo(
        StepName.DISCONNECT,
        () -> {
          if (mayRunStill()) {
            calls.control().route(desktop, run.input().epoch());
            over();
          } else {
            beforeStartingAgain.run();
            startAgain(node);
          }
        });
    afterFailure = DesktopPhase.FAILED; // until it can be reached again
    run.step(StepName.DISCONNECT, () -> calls.control().withdraw(desktop, run.input().epoch()));
    run.step(
        StepName.HALT,
        _ -> {
          halting = true;
          calls.node(node).removeContainer(desktop);
          return StepName.HALT;
        });
    run.step(StepName.DETACH, () -> calls.node(node).releaseRoot(new ReleaseRoot(desktop, false)));
  }

  /** Nothing ended its programs yet, and an undo must not do so either. */
  private boolean mayRunStill() {
    return !halting && Workflow.getVersion("not-halted", Workflow.DEFAULT_VERSION, 1) >= 1;
  }

  /** On what the store says is the newest version by then. */
  private void startAgain(NodeId node) {
    BringUp.again(run, node, requireNonNull(run.input().upper())).withoutSteps();
    over();
  }

  /** The desktop runs again, wherever. */
  void over() {
    afterFailure = DesktopPhase.RUNNING;
  }
}
