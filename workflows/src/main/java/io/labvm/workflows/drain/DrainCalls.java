package io.labvm.workflows.drain;

import io.labvm.contract.TaskQueues;
import io.labvm.contract.drain.DrainActivities;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Stubs of the activities of drains. */
final class DrainCalls {
  private final WorkflowTimings timings;

  DrainCalls(WorkflowTimings timings) {
    this.timings = timings;
  }

  /** Repeated until it succeeded: the database comes back. */
  DrainActivities patient() {
    return stub(options(timings.shortWork(), 0));
  }

  /** An answer that somebody waits for. */
  DrainActivities quick() {
    return stub(options(timings.ping(), 1));
  }

  private static DrainActivities stub(ActivityOptions.Builder options) {
    return Workflow.newActivityStub(DrainActivities.class, options.build());
  }

  private ActivityOptions.Builder options(Duration longest, int attempts) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.CONTROL)
        .setStartToCloseTimeout(longest)
        .setRetryOptions(timings.retries(attempts));
  }
}
