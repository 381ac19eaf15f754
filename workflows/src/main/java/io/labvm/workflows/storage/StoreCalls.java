package io.labvm.workflows.storage;

import io.labvm.contract.TaskQueues;
import io.labvm.contract.storage.StorageActivities;
import io.labvm.contract.storage.StoreCareActivities;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Stubs of the activities of maintenance; Temporal repeats them, since nobody watches. */
final class StoreCalls {
  /** Reading back a big desktop. */
  private static final Duration LONGEST = Duration.ofHours(6);

  private final WorkflowTimings timings;

  StoreCalls(WorkflowTimings timings) {
    this.timings = timings;
  }

  /** Work of a store agent; one that is away for a while is waited for. */
  StoreCareActivities care() {
    return Workflow.newActivityStub(
        StoreCareActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.STORE)
            .setStartToCloseTimeout(LONGEST)
            .setHeartbeatTimeout(timings.heartbeat())
            .setRetryOptions(timings.retries(timings.storeAttempts()))
            .build());
  }

  /** An answer that somebody waits for. */
  StoreCareActivities quickCare() {
    return Workflow.newActivityStub(
        StoreCareActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.STORE)
            .setScheduleToCloseTimeout(timings.ping())
            .setRetryOptions(timings.retries(1))
            .build());
  }

  /** The database. */
  StorageActivities storage() {
    return Workflow.newActivityStub(
        StorageActivities.class, timings.onControl(timings.controlAttempts()));
  }
}
