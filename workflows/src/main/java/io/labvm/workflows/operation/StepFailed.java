package io.labvm.workflows.operation;

import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.operation.StepError;

/** A step that is given up; ends the body of an operation and begins its unwinding. */
final class StepFailed extends RuntimeException {
  private final transient StepError error;

  StepFailed(StepError error, Throwable cause) {
    super(error.step() + ": " + error.detail(), cause);
    this.error = error;
  }

  StepError error() {
    return error;
  }

  boolean cancelled() {
    return error.code() == FailureCode.CANCELLED;
  }
}
