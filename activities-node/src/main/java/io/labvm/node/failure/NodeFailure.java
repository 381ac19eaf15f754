package io.labvm.node.failure;

import io.labvm.contract.failure.FailureCode;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An expected failure of a step, with what was attempted; never carries a secret. */
public final class NodeFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final FailureCode code;

  public NodeFailure(FailureCode code, String message) {
    this(code, message, null);
  }

  public NodeFailure(FailureCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What kind of failure it is. */
  public FailureCode code() {
    return code;
  }
}
