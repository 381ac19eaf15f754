package io.labvm.workflows.drain;

import io.labvm.contract.drain.DrainLeg;
import io.labvm.contract.drain.DrainMove;
import io.labvm.contract.drain.DrainNode;
import io.labvm.contract.drain.DrainNodeWorkflow;
import io.labvm.contract.drain.DrainState;
import io.labvm.contract.drain.DrainWish;
import io.labvm.contract.drain.DrainWork;
import io.labvm.contract.drain.MoveDesktop;
import io.labvm.contract.drain.MoveState;
import io.labvm.contract.operation.OperationId;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves desktops through as many lanes as may move at once. Each move is the desktop's own switch,
 * which is undone by itself when it fails; the desktop then is left where it is.
 */
public final class DrainNodeWorkflowImpl implements DrainNodeWorkflow {
  /**
   * How often a desktop is asked that another operation holds up; with the pauses, some minutes.
   */
  private static final int MOST_TRIES = 20;

  private final WorkflowTimings timings;
  private final DrainCalls calls;
  private @Nullable DrainWish told;
  private DrainWish before = DrainWish.GO_ON;

  /** With these time-outs. */
  public DrainNodeWorkflowImpl(WorkflowTimings timings) {
    this.timings = timings;
    this.calls = new DrainCalls(timings);
  }

  @Override
  public String run(DrainNode request) {
    DrainWork work = calls.patient().begin(request);
    before = work.wish();
    Deque<DrainLeg> legs = new ArrayDeque<>(work.legs());
    List<Promise<Void>> lanes = new ArrayList<>();
    for (int i = 0; i < Math.min(request.atOnce(), work.legs().size()); i++) {
      lanes.add(Async.procedure(() -> lane(request, legs)));
    }
    Promise.allOf(lanes).get();
    boolean cancelled = wish() == DrainWish.CANCEL;
    if (!legs.isEmpty() && !cancelled) {
      Workflow.continueAsNew(request);
    }
    DrainState end = calls.patient().end(request.drain(), cancelled);
    return end.wire();
  }

  @Override
  public void steer(DrainWish wish) {
    told = wish;
  }

  private DrainWish wish() {
    return told == null ? before : told;
  }

  private void lane(DrainNode request, Deque<DrainLeg> legs) {
    while (mayGoOn() && !legs.isEmpty() && !Workflow.getInfo().isContinueAsNewSuggested()) {
      move(request, legs.removeFirst());
    }
  }

  /** Waits while paused. */
  private boolean mayGoOn() {
    Workflow.await(() -> wish() != DrainWish.PAUSE);
    return wish() != DrainWish.CANCEL;
  }

  private void move(DrainNode request, DrainLeg leg) {
    var operation = new OperationId(Workflow.randomUUID().toString());
    var wanted = new MoveDesktop(leg, operation, request.requestedBy());
    DrainMove last = DrainMove.waiting(leg.desktop());
    for (int attempt = 1; !last.state().done(); attempt++) {
      DrainMove now = calls.patient().move(wanted);
      if (now.state() == MoveState.WAITING && attempt > MOST_TRIES) {
        now = DrainMove.left(leg.desktop(), operation, "another operation is in progress");
      }
      if (!now.equals(last)) {
        calls.patient().project(request.drain(), now);
      }
      last = now;
      if (last.state() == MoveState.WAITING && !mayGoOn()) {
        return;
      }
      if (!last.state().done()) {
        Workflow.sleep(timings.pauseAfter(attempt));
      }
    }
  }
}
