package io.labvm.ui.common;

import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepState;
import java.util.Locale;

/** The four meanings a colour may have, and none; each goes with an icon and a word. */
public enum Meaning {
  GOOD,
  WORKING,
  ATTENTION,
  BROKEN,
  NEUTRAL;

  /** The style class of this meaning. */
  public String className() {
    return "is-" + name().toLowerCase(Locale.ROOT);
  }

  static Meaning of(DesktopPhase phase) {
    return switch (phase) {
      case RUNNING -> GOOD;
      case CREATING, STARTING, STOPPING, SWITCHING, RESTORING, DELETING -> WORKING;
      case WAITING_FOR_APPROVAL -> ATTENTION;
      case NODE_LOST, FAILED -> BROKEN;
      case STOPPED, ARCHIVED -> NEUTRAL;
    };
  }

  static Meaning of(OperationState state) {
    return switch (state) {
      case SUCCEEDED -> GOOD;
      case RUNNING -> WORKING;
      case WAITING, ROLLED_BACK -> ATTENTION;
      case FAILED -> BROKEN;
      case QUEUED, CANCELLED -> NEUTRAL;
    };
  }

  static Meaning of(StepState state) {
    return switch (state) {
      case SUCCEEDED -> GOOD;
      case RUNNING -> WORKING;
      case RETRYING -> ATTENTION;
      case FAILED -> BROKEN;
      case PENDING, UNDONE, SKIPPED -> NEUTRAL;
    };
  }

  static VaadinIcon icon(DesktopPhase phase) {
    return switch (phase) {
      case RUNNING -> VaadinIcon.PLAY_CIRCLE;
      case STOPPED -> VaadinIcon.POWER_OFF;
      case ARCHIVED -> VaadinIcon.ARCHIVE;
      case WAITING_FOR_APPROVAL -> VaadinIcon.HOURGLASS;
      case NODE_LOST -> VaadinIcon.UNLINK;
      case FAILED -> VaadinIcon.CLOSE_CIRCLE;
      case CREATING, STARTING, STOPPING, SWITCHING, RESTORING, DELETING -> VaadinIcon.COG;
    };
  }

  static VaadinIcon icon(OperationState state) {
    return switch (state) {
      case SUCCEEDED -> VaadinIcon.CHECK_CIRCLE;
      case RUNNING -> VaadinIcon.COG;
      case WAITING -> VaadinIcon.HOURGLASS;
      case QUEUED -> VaadinIcon.LIST_OL;
      case ROLLED_BACK -> VaadinIcon.ROTATE_LEFT;
      case FAILED -> VaadinIcon.CLOSE_CIRCLE;
      case CANCELLED -> VaadinIcon.BAN;
    };
  }

  static VaadinIcon icon(StepState state) {
    return switch (state) {
      case SUCCEEDED -> VaadinIcon.CHECK_CIRCLE;
      case RUNNING -> VaadinIcon.COG;
      case RETRYING -> VaadinIcon.REFRESH;
      case FAILED -> VaadinIcon.CLOSE_CIRCLE;
      case PENDING -> VaadinIcon.CIRCLE_THIN;
      case UNDONE -> VaadinIcon.ROTATE_LEFT;
      case SKIPPED -> VaadinIcon.MINUS_CIRCLE_O;
    };
  }
}
