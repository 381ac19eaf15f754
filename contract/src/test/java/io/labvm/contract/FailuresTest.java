package io.labvm.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.temporal.failure.ApplicationFailure;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void codeIsFoundInACause() {
    var failure = Failures.of(FailureCode.NO_SPACE, "disk is full", null);
    assertThat(Failures.codeOf(new IllegalStateException(failure))).isEqualTo(FailureCode.NO_SPACE);
    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(Failures.of(FailureCode.DENIED, "no", null).isNonRetryable()).isTrue();
  }

  @Test
  void failureWithoutACodeIsInternal() {
    assertThat(Failures.codeOf(new IllegalStateException("x"))).isEqualTo(FailureCode.INTERNAL);
  }

  /** Temporal replaces the type of what a validator throws and keeps its message. */
  @Test
  void refusalKeepsItsCodeWithoutItsType() {
    var refusal = Failures.refusal(FailureCode.WRONG_STATE, "it runs");
    var seen =
        ApplicationFailure.newFailure(String.valueOf(refusal.getOriginalMessage()), "some.Other");
    assertThat(Failures.codeOf(seen)).isEqualTo(FailureCode.WRONG_STATE);
    assertThat(Failures.messageOf(seen)).isEqualTo("it runs");
  }
}
