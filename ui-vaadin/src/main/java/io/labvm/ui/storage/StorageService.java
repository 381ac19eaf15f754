package io.labvm.ui.storage;

import io.labvm.contract.storage.MaintenanceKind;
import io.labvm.ui.accounts.Caller;
import java.util.List;

/** The store, for admins: every call throws FORBIDDEN for members. */
public interface StorageService {
  /** How much room there is, and what is damaged. */
  StoreOverview overview(Caller caller);

  /** How the store is looked after; one entry for each kind but the measuring. */
  List<MaintenanceView> maintenance(Caller caller);

  /**
   * Starts a run at once; it is carried out when Temporal answers.
   *
   * @return its id; that of the run in progress when there is one
   */
  String run(Caller caller, MaintenanceKind kind);
}
