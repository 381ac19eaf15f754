package io.labvm.contract.storage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a run of maintenance is. */
public enum MaintenanceState {
  QUEUED,
  RUNNING,
  SUCCEEDED,
  FAILED;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static MaintenanceState fromWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  public boolean terminal() {
    return this == SUCCEEDED || this == FAILED;
  }
}
