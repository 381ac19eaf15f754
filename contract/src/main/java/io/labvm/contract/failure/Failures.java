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

  /**
   * A refusal by the validator of an update. Temporal carries only the message of what a validator
   * throws, not its type, so the code stands in front of it.
   */
  public static ApplicationFailure refusal(FailureCode code, String message) {
    return ApplicationFailure.newNonRetryableFailure(code.name() + ": " + message, code.name());
  }

  /** The message of a failure without the code in front of it. */
  public static String messageOf(ApplicationFailure failure) {
    String message = String.valueOf(failure.getOriginalMessage());
    FailureCode code = codeInFront(message);
    return code == null ? message : message.substring(code.name().length() + 2);
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
        FailureCode refused = codeInFront(String.valueOf(a.getOriginalMessage()));
        if (refused != null) {
          return refused;
        }
      }
    }
    return FailureCode.INTERNAL;
  }

  private static @Nullable FailureCode codeInFront(String message) {
    for (FailureCode code : FailureCode.values()) {
      if (message.startsWith(code.name() + ": ")) {
        return code;
      }
    }
    return null;
  }
}
