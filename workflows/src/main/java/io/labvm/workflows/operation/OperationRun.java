package io.labvm.workflows.operation;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepError;
import io.labvm.workflows.Calls;
import io.labvm.workflows.Projection;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One operation while it runs: takes its steps one after another, repeats them, and when one is
 * given up or the operation is aborted takes the finished ones back, newest first.
 */
final class OperationRun {
  private final DesktopOperation input;
  private WorkflowTimings timings;
  private final Calls calls;
  private final List<Step> steps;
  private final Deque<Undo> undos = new ArrayDeque<>();
  private final List<String> leftBehind = new ArrayList<>();
  private final Projection projection;
  private OperationState state = OperationState.RUNNING;
  private @Nullable StepError error;
  private @Nullable CancellationScope body;
  private @Nullable OperationResult result;
  private int mostAttempts = Integer.MAX_VALUE;
  private @Nullable Duration patience;
  private boolean aborted;
  private boolean nodeIsDead;
  private boolean nodeWasGivenUp;
  private long sequence;

  // what is known of the desktop by now; part of the outcome whether it succeeds or not
  private @Nullable NodeId node;
  private long epoch;
  private @Nullable UpperId upper;

  OperationRun(DesktopOperation input, WorkflowTimings timings, StepName... names) {
    this.input = input;
    this.timings = timings;
    this.calls = new Calls(timings);
    this.steps = Stream.of(names).map(Step::new).toList();
    this.node = input.node();
    this.epoch = input.epoch();
    this.upper = input.upper();
    this.projection = new Projection(() -> calls.patientControl().projectOperation(nextSnapshot()));
  }

  DesktopOperation input() {
    return input;
  }

  Calls calls() {
    return calls;
  }

  WorkflowTimings timings() {
    return timings;
  }

  /**
   * Runs the body; when it fails, unwinds.
   *
   * @param work the steps; returns the desktop's phase afterwards, null when it no longer exists
   * @param afterFailure the phase when the work failed and was undone
   */
  OperationOutcome execute(Supplier<@Nullable DesktopPhase> work, AfterFailure afterFailure) {
    timings = timings.kept();
    @Nullable DesktopPhase[] phase = new DesktopPhase[1];
    try {
      CancellationScope scope = Workflow.newCancellationScope(() -> phase[0] = work.get());
      body = scope;
      if (aborted || nodeWasGivenUp) {
        scope.cancel();
      }
      changed();
      scope.run();
      state = OperationState.SUCCEEDED;
    } catch (StepFailed failure) {
      state = unwind(failure);
      phase[0] = afterFailure.phase(failure.error().code());
    }
    return finish(phase[0]);
  }

  /** The phase of a desktop whose operation failed for a reason. */
  interface AfterFailure {
    @Nullable DesktopPhase phase(FailureCode why);
  }

  void abort() {
    aborted = true;
    if (body != null) {
      body.cancel();
    }
  }

  /** The node was given up: nothing is to be waited for there. */
  void nodeLost() {
    nodeWasGivenUp = true;
    nodeIsDead = true;
    if (body != null) {
      body.cancel();
    }
  }

  /** Shows that the operation waits for a person. */
  void waiting(boolean waits) {
    state = waits ? OperationState.WAITING : OperationState.RUNNING;
    changed();
  }

  void placedOn(@Nullable NodeId chosen) {
    node = chosen;
  }

  /** The desktop is to live again on a node it had left, or on one that is still to be chosen. */
  void backOn(@Nullable NodeId before) {
    node = before;
    nodeIsDead = false;
  }

  /**
   * Whether a step failed since the node died, so that the operation may go on with another one.
   * Then these steps are still to come; what they did on the dead node is left to its reconcile.
   */
  boolean leavesDeadNode(StepFailed failure, StepName... again) {
    if (!nodeIsDead || aborted || failure.cancelled()) {
      return false;
    }
    undos.stream().filter(Undo::onNode).map(undo -> undo.step().wire()).forEach(leftBehind::add);
    undos.removeIf(Undo::onNode);
    backOn(null);
    error = null;
    Stream.of(again).forEach(name -> step(name).again());
    return true;
  }

  /** What was done so far stays, whatever happens next. */
  void keep() {
    undos.clear();
  }

  /** Whether something could not be undone, so that it may still be there. */
  boolean leftSomething() {
    return !leftBehind.isEmpty();
  }

  void mounting(@Nullable UpperId mounted) {
    upper = mounted;
  }

  /** The newest that was taken. */
  long epoch() {
    return epoch;
  }

  void tookEpoch(long taken) {
    epoch = taken;
  }

  /** Register before the step: its answer may be lost after the work was done. */
  void undo(StepName step, Runnable work) {
    undos.push(new Undo(step, false, work));
  }

  /** The same for work on the node; left undone when the node is dead. */
  void undoOnNode(StepName step, Runnable work) {
    undos.push(new Undo(step, true, work));
  }

  /** A step left out, with the reason when that is not the usual course. */
  void skip(StepName name, @Nullable StepError why) {
    step(name).skip(why);
    changed();
  }

  void step(StepName name, Runnable work) {
    step(
        name,
        _ -> {
          work.run();
          return name;
        });
  }

  <R> R step(StepName name, Attempt<R> work) {
    Step step = step(name);
    step.begin();
    for (int attempt = 1; ; attempt++) {
      step.attempt();
      changed();
      try {
        refuseWhenAborted();
        R result = work.attempt(attempt);
        step.succeed();
        changed();
        return result;
      } catch (TemporalFailure failure) {
        considerAnother(step, attempt, failure);
      }
    }
  }

  /**
   * The same for work on a node whose death must not stop the operation: then the step is left out
   * and the node's reconcile does the rest.
   */
  void stepUnlessNodeIsGone(StepName name, Runnable work) {
    if (nodeIsDead) {
      skip(name, leftToReconcile(name));
      return;
    }
    try {
      step(name, work);
    } catch (StepFailed failure) {
      if (!nodeIsDead) {
        throw failure;
      }
      error = null;
      skip(name, failure.error());
    }
  }

  /**
   * Steps the operation can do without: few attempts, and what fails is shown at its step while the
   * rest of them is left out. An abort ends the operation all the same.
   */
  void leaveForLater(Runnable work, StepName... names) {
    mostAttempts = timings.hopelessAttempts();
    try {
      work.run();
    } catch (StepFailed failure) {
      if (failure.cancelled()) {
        throw failure;
      }
      leaveOut(failure, names);
    } finally {
      mostAttempts = Integer.MAX_VALUE;
    }
  }

  /** Steps the operation goes on without when they fail for a reason. */
  void goOnWhen(Predicate<StepError> reason, Runnable work, StepName... names) {
    try {
      work.run();
    } catch (StepFailed failure) {
      if (!reason.test(failure.error())) {
        throw failure;
      }
      leaveOut(failure, names);
    }
  }

  /** The failure is shown at its step; the others did not run. */
  private void leaveOut(StepFailed failure, StepName... names) {
    error = null;
    for (StepName name : names) {
      if (!step(name).succeeded()) {
        skip(name, name.wire().equals(failure.error().step()) ? failure.error() : null);
      }
    }
  }

  /**
   * A person waits, and the desktop takes no other command meanwhile: few attempts of a step, and
   * none that begins long after its first. What was done stays, and a repetition goes on with it.
   */
  void soon() {
    mostAttempts = timings.nodeAttempts();
    if (Workflow.getVersion("patience", Workflow.DEFAULT_VERSION, 1) >= 1) {
      patience = timings.patience();
    }
  }

  void came(OperationResult to) {
    result = to;
    changed();
  }

  /** One attempt of a step, counted from 1; everything in it may have been done before. */
  interface Attempt<R> {
    R attempt(int number);
  }

  /** Returns after a pause when another attempt is worth it; else gives the step up. */
  private void considerAnother(Step step, int attempt, TemporalFailure failure) {
    StepError why = error(step, failure);
    try {
      if (!StepErrors.worthRepeating(failure)
          || attempt >= Math.min(mostAttempts, attempts(why.code(), failure))
          || nodeIsGone(why, failure)
          || isTooLate(step, timings.pauseAfter(attempt))) {
        throw failed(step, why, failure);
      }
      step.retry(why);
      changed();
      Workflow.sleep(timings.pauseAfter(attempt));
    } catch (TemporalFailure aborting) {
      throw failed(step, error(step, aborting), aborting);
    }
  }

  /** What was cut short because the node was given up has not been aborted by anybody. */
  private StepError error(Step step, TemporalFailure failure) {
    StepError why = StepErrors.of(step.name(), failure);
    return nodeWasGivenUp && !aborted
        ? new StepError(
            FailureCode.NODE_UNAVAILABLE, why.step(), "node " + node + " does not answer")
        : why;
  }

  private boolean isTooLate(Step step, Duration pause) {
    return patience != null && step.elapsed().plus(pause).compareTo(patience) > 0;
  }

  /** Whether a node is alive; also while the operation is aborted. */
  boolean isAlive(NodeId asked) {
    boolean[] answer = new boolean[1];
    Workflow.newDetachedCancellationScope(() -> answer[0] = calls.patientControl().alive(asked))
        .run();
    return answer[0];
  }

  private StepFailed failed(Step step, StepError why, TemporalFailure cause) {
    step.fail(why);
    error = why;
    changed();
    return new StepFailed(why, cause);
  }

  private void refuseWhenAborted() {
    if (CancellationScope.current().isCancelRequested()) {
      throw new CanceledFailure("aborted");
    }
  }

  private int attempts(FailureCode code, TemporalFailure failure) {
    return switch (code) {
      case NO_CAPACITY, NO_VNC_ANSWER -> timings.hopelessAttempts();
      case STORE_UNAVAILABLE -> timings.storeAttempts();
      case INTERNAL ->
          StepErrors.ofControl(failure) ? timings.controlAttempts() : timings.nodeAttempts();
      case NODE_UNAVAILABLE,
          MOUNT_FAILED,
          UPPER_IN_USE,
          CONTAINER_FAILED,
          SECRETS_UNAVAILABLE,
          NO_SPACE ->
          timings.nodeAttempts();
      case WRONG_STATE,
          DENIED,
          CANCELLED,
          UNKNOWN_BASE,
          STALE_EPOCH,
          MEMORY_IN_USE,
          UPPER_MISSING,
          DAMAGED,
          UNSUPPORTED ->
          1;
    };
  }

  /** Only asked after silence; a node that is alive has an agent that comes back. */
  private boolean nodeIsGone(StepError why, TemporalFailure failure) {
    NodeId asked = node;
    if (asked != null && why.code() == FailureCode.NODE_UNAVAILABLE && StepErrors.silent(failure)) {
      nodeIsDead = !calls.patientControl().alive(asked);
    }
    return nodeIsDead;
  }

  private OperationState unwind(StepFailed failure) {
    boolean nothingToUndo = undos.isEmpty();
    Workflow.newDetachedCancellationScope(this::runUndos).run();
    if (!leftBehind.isEmpty()) {
      StepError why = failure.error();
      error =
          new StepError(
              why.code(), why.step(), why.detail() + "; left: " + String.join(", ", leftBehind));
    }
    if (failure.cancelled()) {
      return OperationState.CANCELLED;
    }
    return nothingToUndo ? OperationState.FAILED : OperationState.ROLLED_BACK;
  }

  private void runUndos() {
    while (!undos.isEmpty()) {
      Undo undo = undos.pop();
      Step step = step(undo.step());
      StepError why = tryUndo(undo);
      if (why == null) {
        step.undone();
      } else {
        step.undoFailed(why);
        leftBehind.add(undo.step().wire());
      }
      changed();
    }
  }

  /** Null when undone; else why it is left, for the node's reconcile to find. */
  private @Nullable StepError tryUndo(Undo undo) {
    for (int attempt = 1; ; attempt++) {
      if (undo.onNode() && nodeIsDead) {
        return leftToReconcile(undo.step());
      }
      try {
        undo.work().run();
        return null;
      } catch (TemporalFailure failure) {
        StepError why = StepErrors.of(undo.step(), failure);
        int limit = undo.onNode() ? timings.undoAttempts() : attempts(why.code(), failure);
        if (attempt >= limit || nodeIsGone(why, failure)) {
          return why;
        }
        Workflow.sleep(timings.pauseAfter(attempt));
      }
    }
  }

  private static StepError leftToReconcile(StepName step) {
    return new StepError(FailureCode.NODE_UNAVAILABLE, step.wire(), "left to the node's reconcile");
  }

  private OperationOutcome finish(@Nullable DesktopPhase phase) {
    Workflow.setCurrentDetails(OperationText.of(state, steps));
    projection.drop();
    return new OperationOutcome(nextSnapshot(), phase, node, epoch, upper, runningSince(phase));
  }

  private @Nullable Long runningSince(@Nullable DesktopPhase phase) {
    if (phase != DesktopPhase.RUNNING) {
      return null;
    }
    Long before = input.runningSinceMillis();
    return epoch == input.epoch() && before != null
        ? before
        : Long.valueOf(Workflow.currentTimeMillis());
  }

  private void changed() {
    projection.changed();
    Workflow.setCurrentDetails(OperationText.of(state, steps));
  }

  private OperationSnapshot nextSnapshot() {
    sequence++;
    return new OperationSnapshot(
        input.request().operation(),
        input.spec().desktop(),
        input.request().kind(),
        state,
        sequence,
        steps.stream().map(Step::snapshot).toList(),
        state == OperationState.SUCCEEDED ? null : error,
        result);
  }

  private Step step(StepName name) {
    return steps.stream().filter(s -> s.name() == name).findFirst().orElseThrow();
  }
}
