package io.labvm.workflows.operation;

import io.labvm.contract.control.AssignDesktop;
import io.labvm.contract.control.FenceCheck;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.TakeEpoch;
import io.labvm.contract.store.TakenEpoch;
import io.labvm.workflows.Calls;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * Makes sure that a desktop no longer runs on a node that may not be asked: a newer epoch first, so
 * that nobody tells that node to go on; then its guard's word, or the end of what it was promised.
 */
final class Fence {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

  private Fence() {}

  /**
   * Returns when the desktop has ended there; may be repeated.
   *
   * @param node it may still run on
   * @param next who holds it from now on
   * @param upper that may go on
   * @param own what the epoch's operation is called beside the run's own
   */
  static void off(OperationRun run, NodeId node, NodeId next, UpperId upper, String own) {
    Calls calls = run.calls();
    DesktopId desktop = run.input().spec().desktop();
    OperationId operation = new OperationId(run.input().request().operation() + own);
    UpperId fresh = new UpperId(operation.value());
    TakenEpoch taken =
        calls.store().takeEpoch(new TakeEpoch(desktop, next, upper, run.epoch(), operation, fresh));
    run.tookEpoch(taken.epoch());
    calls.control().assign(new AssignDesktop(desktop, next, taken.epoch(), upper));
    long since = Workflow.currentTimeMillis();
    while (!ended(calls, new FenceCheck(desktop, node, taken.epoch(), elapsed(since)))) {
      Workflow.sleep(LOOK_AGAIN);
    }
  }

  private static boolean ended(Calls calls, FenceCheck check) {
    return calls.patientControl().fenced(check);
  }

  private static long elapsed(long since) {
    return Workflow.currentTimeMillis() - since;
  }
}
