package io.labvm.workflows.operation;

import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.operation.StepError;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;

/** Turns what Temporal throws into the error a page can explain. */
final class StepErrors {
  /** Long enough for a cause's own words, short enough for a history. */
  private static final int LONGEST_DETAIL = 500;

  private StepErrors() {}

  static StepError of(StepName step, TemporalFailure failure) {
    return new StepError(code(failure), step.wire(), detail(failure));
  }

  /** True when an agent did not answer, so that it may be dead. */
  static boolean silent(TemporalFailure failure) {
    return failure instanceof ActivityFailure && failure.getCause() instanceof TimeoutFailure;
  }

  /** True for work of the control application, whose unexpected errors are the database's. */
  static boolean ofControl(TemporalFailure failure) {
    return failure instanceof ActivityFailure activity
        && activity.getActivityType().startsWith("Control.");
  }

  static boolean cancelled(TemporalFailure failure) {
    return failure instanceof CanceledFailure || failure.getCause() instanceof CanceledFailure;
  }

  /** False when the same call cannot succeed without somebody changing something. */
  static boolean worthRepeating(TemporalFailure failure) {
    return !(failure.getCause() instanceof ApplicationFailure application
            && application.isNonRetryable())
        && code(failure).retryable();
  }

  private static FailureCode code(TemporalFailure failure) {
    if (cancelled(failure)) {
      return FailureCode.CANCELLED;
    }
    if (!silent(failure)) {
      return Failures.codeOf(failure);
    }
    String type = ((ActivityFailure) failure).getActivityType();
    if (type.startsWith("Node")) {
      return FailureCode.NODE_UNAVAILABLE;
    }
    return type.startsWith("Store.") ? FailureCode.STORE_UNAVAILABLE : FailureCode.INTERNAL;
  }

  private static String detail(TemporalFailure failure) {
    String text =
        switch (failure.getCause()) {
          case ApplicationFailure application -> application.getOriginalMessage();
          case TimeoutFailure timeout -> "no answer: " + timeout.getTimeoutType();
          case null, default -> failure.getOriginalMessage();
        };
    String detail = text == null ? failure.getClass().getSimpleName() : text;
    return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL);
  }
}
