package io.labvm.workflows.desktop;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopState.Registration;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;

/** Which command is allowed in which state, and where each leads; the only place that knows. */
final class CommandRules {
  private CommandRules() {}

  static boolean allows(OperationRequest request, DesktopPhase phase, Registration registration) {
    boolean born = registration == Registration.DONE;
    return switch (request.kind()) {
      case REGISTER -> !born && phase == DesktopPhase.CREATING;
      case START ->
          registration != Registration.DENIED
              && switch (phase) {
                case STOPPED, FAILED, NODE_LOST -> true;
                case RUNNING ->
                    Boolean.TRUE.equals(request.anew())
                        || request.requestedBy().equals(OperationRequest.SYSTEM);
                case WAITING_FOR_APPROVAL,
                    CREATING,
                    STARTING,
                    STOPPING,
                    SWITCHING,
                    RESTORING,
                    DELETING,
                    ARCHIVED ->
                    false;
              };
      case STOP -> born && standsOrFell(phase) && phase != DesktopPhase.STOPPED;
      case RESTART_SESSION -> phase == DesktopPhase.RUNNING;
      case ROTATE_SECRET -> born && standsOrFell(phase);
      case BACKUP -> born && (phase == DesktopPhase.RUNNING || phase == DesktopPhase.STOPPED);
      case RESTORE -> born && (phase == DesktopPhase.RUNNING || phase == DesktopPhase.STOPPED);
      case SWITCH -> born && DesktopPhase.MOVABLE.contains(phase);
      case COPY_BACK -> born && phase == DesktopPhase.RUNNING;
      case LIMITS -> born && DesktopPhase.LIMITABLE.contains(phase);
      case DELETE -> phase != DesktopPhase.ARCHIVED;
    };
  }

  /** The phase while the operation runs. */
  static DesktopPhase during(OperationKind kind, DesktopPhase before) {
    return switch (kind) {
      case REGISTER -> DesktopPhase.CREATING;
      case START -> DesktopPhase.STARTING;
      case STOP -> DesktopPhase.STOPPING;
      case RESTORE -> DesktopPhase.RESTORING;
      case SWITCH -> DesktopPhase.SWITCHING;
      case DELETE -> DesktopPhase.DELETING;
      case RESTART_SESSION, ROTATE_SECRET, BACKUP, COPY_BACK, LIMITS -> before;
    };
  }

  /** The phase after the operation if it succeeds; what a command queued behind it has to fit. */
  static DesktopPhase after(OperationKind kind, DesktopPhase before) {
    return switch (kind) {
      case REGISTER, START -> DesktopPhase.RUNNING;
      case STOP -> DesktopPhase.STOPPED;
      case DELETE -> DesktopPhase.ARCHIVED;
      case SWITCH -> before == DesktopPhase.NODE_LOST ? DesktopPhase.RUNNING : before;
      case RESTART_SESSION, ROTATE_SECRET, BACKUP, RESTORE, COPY_BACK, LIMITS -> before;
    };
  }

  /** True for operations that can be turned round; the others take moments, or are repeated. */
  static boolean abortable(OperationKind kind) {
    return switch (kind) {
      case REGISTER, START, BACKUP, RESTORE, COPY_BACK, SWITCH -> true;
      case STOP, DELETE, RESTART_SESSION, ROTATE_SECRET, LIMITS -> false;
    };
  }

  private static boolean standsOrFell(DesktopPhase phase) {
    return switch (phase) {
      case RUNNING, STOPPED, FAILED, NODE_LOST -> true;
      case WAITING_FOR_APPROVAL,
          CREATING,
          STARTING,
          STOPPING,
          SWITCHING,
          RESTORING,
          DELETING,
          ARCHIVED ->
          false;
    };
  }
}
