package io.labvm.ui.desktops;

import io.labvm.contract.operation.OperationKind;
import java.util.Locale;

/** What an owner or an admin can ask of a desktop. */
public enum DesktopCommand {
  START(OperationKind.START),
  STOP(OperationKind.STOP),
  RESTART_SESSION(OperationKind.RESTART_SESSION),
  ROTATE_SECRET(OperationKind.ROTATE_SECRET),
  BACKUP(OperationKind.BACKUP),
  /** A new container on the same root, which has its GPUs anew. */
  REPAIR_GPU(OperationKind.START),
  DELETE(OperationKind.DELETE);

  private final OperationKind kind;

  DesktopCommand(OperationKind kind) {
    this.kind = kind;
  }

  /** What it is called in the audit and in the texts of pages. */
  public String action() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The operation it becomes. */
  public OperationKind kind() {
    return kind;
  }
}
