package io.labvm.workflows.idleness;

import io.labvm.contract.TaskQueues;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.idleness.Idleness;
import io.labvm.contract.idleness.IdlenessActivities;
import io.labvm.contract.idleness.IdlenessWorkflow;
import io.labvm.contract.operation.OperationId;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Sleeps until the earliest moment at which anything can be due, and looks then. Use only puts that
 * moment off, so nothing is missed meanwhile.
 */
public final class IdlenessWorkflowImpl implements IdlenessWorkflow {
  /** Before the stop, those that are shorter than the period. */
  private static final List<Duration> WARNINGS =
      List.of(Duration.ofHours(24), Duration.ofHours(1), Duration.ofMinutes(10));

  /** While another operation of the desktop is in progress. */
  private static final Duration BETWEEN_TRIES = Duration.ofMinutes(1);

  /** Then a new history begins. */
  private static final int LOOKS_PER_RUN = 200;

  private final IdlenessActivities activities;
  private boolean looking;

  /** With other time-outs. */
  public IdlenessWorkflowImpl(WorkflowTimings timings) {
    this.activities =
        Workflow.newActivityStub(
            IdlenessActivities.class,
            ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.CONTROL)
                .setStartToCloseTimeout(timings.shortWork())
                .setRetryOptions(timings.retries(0))
                .build());
  }

  @Override
  public String run(DesktopId desktop) {
    for (int looks = 0; looks < LOOKS_PER_RUN; looks++) {
      looking = false;
      Idleness now = activities.look(desktop);
      Long stop = now.stopMillis();
      if (stop == null) {
        return "over: it does not run, or no policy wants it stopped";
      }
      long left = stop - Workflow.currentTimeMillis();
      if (left > 0) {
        warn(desktop, now, left);
        sleep(left - mark(now.periodMillis(), left));
      } else if (stop(desktop)) {
        return "stopped: unused since %s (%s)"
            .formatted(Instant.ofEpochMilli(now.usedMillis()), now.usedBy());
      } else {
        sleep(BETWEEN_TRIES.toMillis());
      }
    }
    return Workflow.newContinueAsNewStub(IdlenessWorkflow.class).run(desktop);
  }

  @Override
  public void look() {
    looking = true;
  }

  private boolean stop(DesktopId desktop) {
    return activities.stop(desktop, new OperationId(Workflow.randomUUID().toString()));
  }

  /** Each time a mark has been passed. */
  private void warn(DesktopId desktop, Idleness now, long left) {
    if (WARNINGS.stream().anyMatch(w -> fits(w, now.periodMillis()) && left <= w.toMillis())) {
      activities.warn(desktop);
    }
  }

  /** How much time will be left at the next moment at which something is due. */
  private static long mark(long period, long left) {
    return WARNINGS.stream()
        .filter(w -> fits(w, period) && w.toMillis() < left)
        .mapToLong(Duration::toMillis)
        .max()
        .orElse(0);
  }

  private static boolean fits(Duration warning, long period) {
    return warning.toMillis() < period;
  }

  private void sleep(long millis) {
    boolean _ = Workflow.await(Duration.ofMillis(Math.max(1, millis)), () -> looking);
  }
}
