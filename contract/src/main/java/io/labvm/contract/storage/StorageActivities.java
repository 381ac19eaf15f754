package io.labvm.contract.storage;

import io.labvm.contract.desktop.DesktopId;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** What the database says and is told about the store, queue CONTROL. All are idempotent. */
@ActivityInterface(namePrefix = "Storage.")
public interface StorageActivities {
  /** Shows that a run begins; false when another one of its kind is in progress. */
  boolean begin(MaintenanceSnapshot snapshot);

  /** Shows how far a run has come. */
  void projectRun(MaintenanceSnapshot snapshot);

  /** The rules of those of these desktops that may be pruned. */
  List<DesktopRules> rules(List<DesktopId> desktops);

  /** Makes the pages' versions those of the store. */
  void projectVersions(VersionPage page);

  /** Adds a measurement. */
  void projectUsage(StoreUsage usage);
}
