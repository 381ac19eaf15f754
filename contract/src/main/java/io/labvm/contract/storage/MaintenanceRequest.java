package io.labvm.contract.storage;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import org.jspecify.annotations.Nullable;

/**
 * What to do to the store.
 *
 * @param run id of the run; null for one that a schedule starts, which makes its own
 * @param requestedBy account, or {@link #SCHEDULE}
 * @param desktop only this one, which no page shows as a run; null for all
 * @param before how far the run has come in earlier histories; null at its beginning
 */
public record MaintenanceRequest(
    MaintenanceKind kind,
    @Nullable OperationId run,
    String requestedBy,
    @Nullable DesktopId desktop,
    @Nullable MaintenanceProgress before) {
  /** Asks in the place of a person. */
  public static final String SCHEDULE = "schedule";

  /** What a schedule starts. */
  public static MaintenanceRequest scheduled(MaintenanceKind kind) {
    return new MaintenanceRequest(kind, null, SCHEDULE, null, null);
  }

  /** What a person wants at once. */
  public static MaintenanceRequest asked(MaintenanceKind kind, OperationId run, String account) {
    return new MaintenanceRequest(kind, run, account, null, null);
  }

  /** A stack that has grown long is to be shortened. */
  public static MaintenanceRequest fold(DesktopId desktop) {
    return new MaintenanceRequest(MaintenanceKind.FOLD, null, SCHEDULE, desktop, null);
  }
}
