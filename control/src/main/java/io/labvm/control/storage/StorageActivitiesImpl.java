package io.labvm.control.storage;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.storage.DesktopRules;
import io.labvm.contract.storage.MaintenanceSnapshot;
import io.labvm.contract.storage.StorageActivities;
import io.labvm.contract.storage.StoreUsage;
import io.labvm.contract.storage.VersionPage;
import io.temporal.activity.Activity;
import java.util.List;
import org.springframework.stereotype.Component;

/** Hands each activity to the part that does it. */
@Component("storageActivities")
final class StorageActivitiesImpl implements StorageActivities {
  private final Runs runs;
  private final VersionCopies copies;
  private final Retentions retentions;

  StorageActivitiesImpl(Runs runs, VersionCopies copies, Retentions retentions) {
    this.runs = runs;
    this.copies = copies;
    this.retentions = retentions;
  }

  @Override
  public boolean begin(MaintenanceSnapshot snapshot) {
    String workflow = Activity.getExecutionContext().getInfo().getWorkflowId();
    return runs.begin(snapshot, requireNonNull(workflow));
  }

  @Override
  public void projectRun(MaintenanceSnapshot snapshot) {
    runs.project(snapshot);
  }

  @Override
  public List<DesktopRules> rules(List<DesktopId> desktops) {
    return retentions.of(desktops);
  }

  @Override
  public void projectVersions(VersionPage page) {
    copies.take(page);
  }

  @Override
  public void projectUsage(StoreUsage usage) {
    copies.take(usage);
  }
}
