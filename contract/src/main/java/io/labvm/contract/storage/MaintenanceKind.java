package io.labvm.contract.storage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is done to the whole store from time to time. */
public enum MaintenanceKind {
  /** Removes versions as the desktops' rules want. */
  PRUNE,
  /** Shortens stacks, and takes away what no desktop needs. */
  FOLD,
  /** Reads back what is stored: structures, and a part of the contents. */
  VERIFY,
  /** Makes lists and the database's copy of the versions anew from the store. */
  REBUILD,
  /** Looks how much room is taken and left. */
  MEASURE;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static MaintenanceKind fromWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  /** Id of the schedule, and beginning of the ids of its workflows. */
  public String schedule() {
    return "store/" + wire();
  }
}
