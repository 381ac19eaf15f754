package io.labvm.ui.operations;

import io.labvm.contract.desktop.DesktopWorkflowIds;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepError;
import io.labvm.contract.operation.StepSnapshot;
import io.labvm.contract.operation.StepState;
import io.labvm.ui.PortalProperties;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.operations.LiveProgress.Live;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Joins a row with live progress and texts into what is shown. */
@Component
class OperationViews {
  private final Clock clock;
  private final @Nullable URI temporalUi;

  OperationViews(PortalProperties properties, Clock clock) {
    this.clock = clock;
    this.temporalUi = properties.temporalUiUrl();
  }

  OperationView of(OperationRow row, List<Live> live, Caller caller, Locale locale) {
    ErrorTexts texts = ErrorTexts.in(locale);
    StepError error = row.error();
    return new OperationView(
        row.id(),
        row.desktop(),
        row.owner(),
        row.kind(),
        row.state(),
        row.requestedBy(),
        row.createdAt(),
        row.startedAt(),
        row.endedAt(),
        row.steps().stream().map(step -> step(row, step, live, texts)).toList(),
        error == null ? null : describe(texts, error, row),
        row.result(),
        caller.admin() ? temporalUrl(row) : null,
        abortable(row.kind(), row.state()));
  }

  /** What has begun to remove or to end cannot be called back. */
  static boolean abortable(OperationKind kind, OperationState state) {
    return switch (kind) {
      case REGISTER, START, BACKUP, RESTORE, COPY_BACK, SWITCH -> !state.terminal();
      case STOP, RESTART_SESSION, ROTATE_SECRET, LIMITS, DELETE -> state == OperationState.QUEUED;
    };
  }

  private StepView step(OperationRow row, StepSnapshot step, List<Live> live, ErrorTexts texts) {
    Live now = liveOf(step, live);
    StepError error = lastError(step, now);
    return new StepView(
        step.name(),
        state(step, now),
        now == null ? step.attempts() : Math.max(step.attempts(), now.attempt()),
        time(step.startedAtMillis()),
        seconds(step),
        now == null ? null : now.progress(),
        now == null ? null : now.nextAttemptAt(),
        error == null ? null : describe(texts, error, row));
  }

  private static @Nullable Live liveOf(StepSnapshot step, List<Live> live) {
    boolean active =
        switch (step.state()) {
          case RUNNING, RETRYING -> true;
          case PENDING, SUCCEEDED, FAILED, UNDONE, SKIPPED -> false;
        };
    if (!active) {
      return null;
    }
    return live.stream()
        .filter(l -> l.activityType().equals(step.activityType()))
        .findFirst()
        .orElse(null);
  }

  private static StepState state(StepSnapshot step, @Nullable Live now) {
    return now != null && now.attempt() > 1 ? StepState.RETRYING : step.state();
  }

  /** The failure of the attempt before, while the next one runs or waits. */
  private static @Nullable StepError lastError(StepSnapshot step, @Nullable Live now) {
    if (step.error() == null && now != null && now.lastFailure() != null) {
      return new StepError(FailureCode.INTERNAL, step.name(), now.lastFailure());
    }
    return step.error();
  }

  private @Nullable Double seconds(StepSnapshot step) {
    Long start = step.startedAtMillis();
    if (start == null) {
      return null;
    }
    Long end = step.endedAtMillis();
    long until = end == null ? clock.millis() : end;
    return Math.max(0, until - start) / 1000.0;
  }

  private static ErrorView describe(ErrorTexts texts, StepError error, OperationRow row) {
    return texts.describe(error, row.kind(), row.desktopGone() ? null : row.desktopPhase());
  }

  private @Nullable String temporalUrl(OperationRow row) {
    if (temporalUi == null) {
      return null;
    }
    String id = DesktopWorkflowIds.of(row.desktop(), row.id());
    return temporalUi
        + "/namespaces/default/workflows/"
        + URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  private static @Nullable Instant time(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
