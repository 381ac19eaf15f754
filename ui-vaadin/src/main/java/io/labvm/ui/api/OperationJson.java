package io.labvm.ui.api;

import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.operation.Progress;
import io.labvm.ui.operations.ErrorView;
import io.labvm.ui.operations.OperationView;
import io.labvm.ui.operations.StepView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation on the wire. */
record OperationJson(
    String id,
    String desktop,
    String owner,
    String kind,
    String state,
    String requestedBy,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    List<StepJson> steps,
    @Nullable ErrorView error,
    @Nullable OperationResult result,
    @Nullable String temporalUrl) {

  /** One step. */
  record StepJson(
      String name,
      String state,
      int attempts,
      @Nullable Instant startedAt,
      @Nullable Double seconds,
      @Nullable Progress progress,
      @Nullable Instant nextAttemptAt,
      @Nullable ErrorView error) {
    static StepJson of(StepView step) {
      return new StepJson(
          step.name(),
          step.state().wire(),
          step.attempts(),
          step.startedAt(),
          step.seconds(),
          step.progress(),
          step.nextAttemptAt(),
          step.error());
    }
  }

  static OperationJson of(OperationView view) {
    return new OperationJson(
        view.id().value(),
        view.desktop().value(),
        view.owner(),
        view.kind().wire(),
        view.state().wire(),
        view.requestedBy(),
        view.createdAt(),
        view.startedAt(),
        view.endedAt(),
        view.steps().stream().map(StepJson::of).toList(),
        view.error(),
        view.result(),
        view.temporalUrl());
  }
}
