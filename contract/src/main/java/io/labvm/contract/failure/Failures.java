package io.labvm.contract.failure;

import io.temporal.failure.ApplicationFailure;
import org.jspecify.annotations.Nullable;

/** Makes and reads the failures that cross Temporal. */
public final class Failures {
  private Failures() {}

  /**
   * An expected failure, retried by Temporal only if its code says so.
   *
   * @param message what was attempted, with ids; never a secret
   */
  public static ApplicationFailure of(FailureCode code, String message, @Nullable Throwable cause) {
    return code.retryable()
        ? ApplicationFailure.newFailureWithCause(message, code.name(), cause)
        : ApplicationFailure.newNonRetryableFailureWithCause(message, code.name(), cause);
  }

  /** The code inside a chain of causes; INTERNAL when there is none. */
  public static FailureCode codeOf(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ApplicationFailure a) {
        for (FailureCode code : FailureCode.values()) {
          if (code.name().equals(a.getType())) {
            return code;
          }
        }
      }
    }
    return FailureCode.INTERNAL;
  }
}
