package io.labvm.ui.desktops;

import io.labvm.contract.operation.OperationKind;

/** What an owner or an admin can ask of a desktop. */
public enum DesktopCommand {
  START(OperationKind.START),
  STOP(OperationKind.STOP),
  RESTART_SESSION(OperationKind.RESTART_SESSION),
  ROTATE_SECRET(OperationKind.ROTATE_SECRET),
  BACKUP(OperationKind.BACKUP),
  DELETE(OperationKind.DELETE);

  private final OperationKind kind;

  DesktopCommand(OperationKind kind) {
    this.kind = kind;
  }

  /** The operation it becomes. */
  public OperationKind kind() {
    return kind;
  }
}
