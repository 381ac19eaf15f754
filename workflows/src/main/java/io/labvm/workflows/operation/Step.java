package io.labvm.workflows.operation;

import io.labvm.contract.operation.StepError;
import io.labvm.contract.operation.StepSnapshot;
import io.labvm.contract.operation.StepState;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is remembered of one step while its operation runs. */
final class Step {
  private final StepName name;
  private StepState state = StepState.PENDING;
  private int attempts;
  private @Nullable Long startedAt;
  private @Nullable Long endedAt;
  private @Nullable StepError error;

  Step(StepName name) {
    this.name = name;
  }

  StepName name() {
    return name;
  }

  boolean succeeded() {
    return state == StepState.SUCCEEDED;
  }

  void begin() {
    startedAt = Workflow.currentTimeMillis();
    state = StepState.RUNNING;
  }

  /** It is still to come; what it tried so far is counted on. */
  void again() {
    state = StepState.PENDING;
    startedAt = null;
    endedAt = null;
  }

  /** Since its first attempt began. */
  Duration elapsed() {
    Long since = startedAt;
    return since == null ? Duration.ZERO : Duration.ofMillis(Workflow.currentTimeMillis() - since);
  }

  /** A further attempt keeps the last error visible. */
  void attempt() {
    attempts++;
    state = StepState.RUNNING;
  }

  void retry(StepError failure) {
    state = StepState.RETRYING;
    error = failure;
  }

  void succeed() {
    end(StepState.SUCCEEDED);
    error = null;
  }

  void fail(StepError failure) {
    end(StepState.FAILED);
    error = failure;
  }

  /** With an error when something had to be left behind. */
  void skip(@Nullable StepError why) {
    end(StepState.SKIPPED);
    error = why;
  }

  /** The failed step keeps its state and its error: it is the one that explains. */
  void undone() {
    if (state == StepState.SUCCEEDED) {
      state = StepState.UNDONE;
    }
  }

  void undoFailed(StepError failure) {
    if (state == StepState.SUCCEEDED) {
      error = failure;
    }
  }

  StepSnapshot snapshot() {
    boolean active = state == StepState.RUNNING || state == StepState.RETRYING;
    return new StepSnapshot(
        name.wire(),
        state,
        attempts,
        startedAt,
        endedAt,
        active ? name.activityType() : null,
        error);
  }

  private void end(StepState last) {
    state = last;
    endedAt = Workflow.currentTimeMillis();
  }
}
