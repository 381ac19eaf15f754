package io.labvm.control.plan;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.plan.PlannedSwitchActivities;
import org.springframework.stereotype.Component;

/** Hands each activity to the rows. */
@Component("plannedSwitchActivities")
final class PlannedSwitchActivitiesImpl implements PlannedSwitchActivities {
  private final PlanRows rows;

  PlannedSwitchActivitiesImpl(PlanRows rows) {
    this.rows = rows;
  }

  @Override
  public boolean unused(DesktopId desktop) {
    return rows.unused(desktop);
  }

  @Override
  public boolean begin(OperationId plan) {
    return rows.begin(plan);
  }

  @Override
  public void giveUp(OperationId plan) {
    rows.fail(plan, "busy");
  }
}
