package io.labvm.workflows.idleness;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.idleness.Idleness;
import io.labvm.contract.idleness.IdlenessActivities;
import io.labvm.contract.idleness.IdlenessWorkflow;
import io.labvm.contract.operation.OperationId;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;

/**
 * Sleeps until the earliest moment at which anything can be due, and looks then. Use only puts that
 * moment off, so nothing is missed meanwhile.
 */
public final class IdlenessWorkflowImpl implements IdlenessWorkflow {
  /** While another operation of the desktop is in progress. */
  private static final Duration BETWEEN_TRIES = Duration.ofMinutes(1);

  /** Then a new history begins. */
  private static final int LOOKS_PER_RUN = 200;

  private final IdlenessActivities activities;
  private boolean looking;

  /** With other time-outs. */
  public IdlenessWorkflowImpl(WorkflowTimings timings) {
    this.activities = Workflow.newActivityStub(IdlenessActivities.class, timings.onControl(0));
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
        sleep(left - mark(now, left));
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
    if (Idleness.warnings(period(now)).anyMatch(w -> left <= w.toMillis())) {
      activities.warn(desktop);
    }
  }

  /** How much time will be left at the next moment at which something is due. */
  private static long mark(Idleness now, long left) {
    return Idleness.warnings(period(now))
        .mapToLong(Duration::toMillis)
        .filter(warning -> warning < left)
        .max()
        .orElse(0);
  }

  private static Duration period(Idleness now) {
    return Duration.ofMillis(now.periodMillis());
  }

  private void sleep(long millis) {
    boolean _ = Workflow.await(Duration.ofMillis(Math.max(1, millis)), () -> looking);
  }
}
