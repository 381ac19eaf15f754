package io.labvm.control.outbox;

import io.labvm.contract.failure.FailureCode;

/** The desktop said no, and will say no again. */
final class Refused extends Exception {
  private final FailureCode code;

  Refused(FailureCode code, String detail, Throwable cause) {
    super(detail, cause);
    this.code = code;
  }

  FailureCode code() {
    return code;
  }
}
