package io.labvm.contract.storage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a run of maintenance is. */
public enum MaintenanceState {
  QUEUED,
  RUNNING,
  SUCCEEDED,
  /** Desktops were left out, since their work failed each time. */
  PARTLY_FAILED,
  FAILED;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @JsonCreator
  public static MaintenanceState fromWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  public boolean terminal() {
    return switch (this) {
      case QUEUED, RUNNING -> false;
      case SUCCEEDED, PARTLY_FAILED, FAILED -> true;
    };
  }
}
