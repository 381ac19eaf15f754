package io.labvm.control.idleness;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.idleness.Idleness;
import io.labvm.contract.idleness.IdlenessActivities;
import io.labvm.contract.operation.OperationId;
import org.springframework.stereotype.Component;

/** Hands each activity to the rows. */
@Component("idlenessActivities")
final class IdlenessActivitiesImpl implements IdlenessActivities {
  private final IdlenessRows rows;

  IdlenessActivitiesImpl(IdlenessRows rows) {
    this.rows = rows;
  }

  @Override
  public Idleness look(DesktopId desktop) {
    return rows.look(desktop);
  }

  @Override
  public void warn(DesktopId desktop) {
    rows.warn(desktop);
  }

  @Override
  public boolean stop(DesktopId desktop, OperationId operation) {
    return rows.stop(desktop, operation);
  }
}
