package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopPhase;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which commands a state allows, as far as the portal can know: a first look that gives a clear
 * answer at once. The entity workflow decides.
 */
final class CommandRules {
  private CommandRules() {}

  /**
   * @param busy true while an operation of the desktop is open
   */
  static Set<DesktopCommand> allowed(DesktopPhase phase, boolean busy) {
    return Arrays.stream(DesktopCommand.values())
        .filter(command -> allows(command, phase, busy))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(DesktopCommand.class)));
  }

  static boolean allows(DesktopCommand command, DesktopPhase phase, boolean busy) {
    if (command == DesktopCommand.DELETE) {
      return phase != DesktopPhase.DELETING && phase != DesktopPhase.ARCHIVED;
    }
    if (busy) {
      return false;
    }
    return switch (phase) {
      case WAITING_FOR_APPROVAL, DELETING, ARCHIVED -> false;
      case STOPPED ->
          command == DesktopCommand.START
              || command == DesktopCommand.ROTATE_SECRET
              || command == DesktopCommand.BACKUP;
      case RUNNING -> command != DesktopCommand.START;
      case FAILED, NODE_LOST ->
          command != DesktopCommand.RESTART_SESSION
              && command != DesktopCommand.BACKUP
              && command != DesktopCommand.REPAIR_GPU;
      // No operation is open, so the state's projection is about to follow: let the entity decide.
      case CREATING, STARTING, STOPPING, SWITCHING, RESTORING -> true;
    };
  }
}
