package io.labvm.workflows.operation;

import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.store.StackOf;
import io.labvm.contract.store.StoredStack;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a new upper of a fork lies right over what it was forked from, as after a restore of its
 * version 0: there are the origin's SSH host keys and machine id.
 */
final class OriginShown {
  private OriginShown() {}

  /**
   * Asks the store.
   *
   * @param layers below the upper, top first
   */
  static boolean by(OperationRun run, List<String> layers) {
    if (Workflow.getVersion("origin-shown", Workflow.DEFAULT_VERSION, 1) < 1) {
      return false;
    }
    StoredStack first = first(run);
    return first != null && first.layers().equals(layers);
  }

  /**
   * Null when version 0 is gone, or cannot be read: that must not keep a sound one from starting.
   */
  private static @Nullable StoredStack first(OperationRun run) {
    try {
      return run.calls().store().stack(new StackOf(run.input().spec().desktop(), 0));
    } catch (ActivityFailure e) {
      FailureCode why = Failures.codeOf(e);
      if (why == FailureCode.WRONG_STATE || why == FailureCode.DAMAGED) {
        return null;
      }
      throw e;
    }
  }
}
