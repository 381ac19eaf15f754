package io.labvm.contract.desktop;

import io.labvm.contract.operation.OperationId;
import java.util.Optional;

/** Workflow ids of desktops and operations, and their inverses. */
public final class DesktopWorkflowIds {
  private static final String DESKTOP = "desktop/";
  private static final String OPERATION = "operation/";
  private static final String BACKUPS = "backup/";

  private DesktopWorkflowIds() {}

  /** Id of a desktop's entity workflow. */
  public static String of(DesktopId desktop) {
    return DESKTOP + desktop.value();
  }

  /** Id of one operation's child workflow. */
  public static String of(DesktopId desktop, OperationId operation) {
    return OPERATION + desktop.value() + "/" + operation.value();
  }

  /** Id of the schedule of a desktop's backups. */
  public static String backups(DesktopId desktop) {
    return BACKUPS + desktop.value();
  }

  /** Inverse of {@link #backups}; empty for the schedule of something else. */
  public static Optional<DesktopId> ofBackups(String schedule) {
    return schedule.startsWith(BACKUPS)
        ? Optional.of(new DesktopId(schedule.substring(BACKUPS.length())))
        : Optional.empty();
  }

  /** Inverse of {@link #of(DesktopId)}. */
  public static DesktopId desktop(String workflowId) {
    if (!workflowId.startsWith(DESKTOP)) {
      throw new IllegalArgumentException("not the workflow of a desktop: " + workflowId);
    }
    return new DesktopId(workflowId.substring(DESKTOP.length()));
  }

  /** Operation id inside the id of an operation's workflow. */
  public static OperationId operation(String workflowId) {
    if (!workflowId.startsWith(OPERATION)) {
      throw new IllegalArgumentException("not the workflow of an operation: " + workflowId);
    }
    return new OperationId(workflowId.substring(workflowId.lastIndexOf('/') + 1));
  }
}
