package io.labvm.node;

import io.labvm.contract.failure.Failures;
import io.labvm.node.failure.NodeFailure;
import java.util.function.Supplier;

/** Lets the node's failures cross Temporal under their codes. */
final class Attempts {
  private Attempts() {}

  static <R> R attempt(Supplier<R> work) {
    try {
      return work.get();
    } catch (NodeFailure e) {
      throw Failures.of(e.code(), String.valueOf(e.getMessage()), e.getCause());
    }
  }

  static void attempt(Runnable work) {
    var ignored =
        attempt(
            () -> {
              work.run();
              return true;
            });
  }
}
