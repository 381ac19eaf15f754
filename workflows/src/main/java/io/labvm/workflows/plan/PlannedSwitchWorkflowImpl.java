package io.labvm.workflows.plan;

import io.labvm.contract.plan.PlannedSwitch;
import io.labvm.contract.plan.PlannedSwitchActivities;
import io.labvm.contract.plan.PlannedSwitchWorkflow;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Waits, then asks; whether the plan still stands is decided by the database when it asks. */
public final class PlannedSwitchWorkflowImpl implements PlannedSwitchWorkflow {
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  /** Looks in a row that found the desktop unused: ten minutes. */
  private static final int UNUSED_LOOKS = 11;

  /** How often a desktop with another operation is asked: an hour. */
  private static final int MOST_TRIES = 60;

  private final PlannedSwitchActivities activities;
  private boolean cancelled;

  /** With other time-outs. */
  public PlannedSwitchWorkflowImpl(WorkflowTimings timings) {
    this.activities = Workflow.newActivityStub(PlannedSwitchActivities.class, timings.onControl(0));
  }

  @Override
  public String run(PlannedSwitch plan) {
    Long at = plan.atMillis();
    if (at != null) {
      pause(Duration.ofMillis(Math.max(1, at - Workflow.currentTimeMillis())));
    } else {
      awaitUnused(plan);
    }
    return begin(plan);
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  private void awaitUnused(PlannedSwitch plan) {
    int looks = 0;
    while (!cancelled && looks < UNUSED_LOOKS) {
      if (Workflow.getInfo().isContinueAsNewSuggested()) {
        Workflow.continueAsNew(plan);
      }
      looks = activities.unused(plan.desktop()) ? looks + 1 : 0;
      if (looks < UNUSED_LOOKS) {
        pause(BETWEEN_LOOKS);
      }
    }
  }

  /** Somebody may have come while another operation held the switch up. */
  private void awaitUnusedAgain(PlannedSwitch plan) {
    boolean looks = Workflow.getVersion("unused-again", Workflow.DEFAULT_VERSION, 1) >= 1;
    if (looks && !activities.unused(plan.desktop())) {
      awaitUnused(plan);
    }
  }

  private String begin(PlannedSwitch plan) {
    for (int attempt = 1; attempt <= MOST_TRIES && !cancelled; attempt++) {
      if (activities.begin(plan.plan())) {
        return "asked, or over before";
      }
      pause(BETWEEN_LOOKS);
      if (plan.atMillis() == null && !cancelled) {
        awaitUnusedAgain(plan);
      }
    }
    if (!cancelled) {
      activities.giveUp(plan.plan());
    }
    return cancelled ? "cancelled" : "another operation was in progress";
  }

  /** Shorter when it is cancelled. */
  private void pause(Duration time) {
    boolean _ = Workflow.await(time, () -> cancelled);
  }
}
