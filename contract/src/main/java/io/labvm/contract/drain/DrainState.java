package io.labvm.contract.drain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a drain is. */
public enum DrainState {
  QUEUED,
  RUNNING,
  SUCCEEDED,
  /** It has ended, and some desktops could not be moved. */
  INCOMPLETE,
  CANCELLED;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static DrainState fromWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  public boolean terminal() {
    return this == SUCCEEDED || this == INCOMPLETE || this == CANCELLED;
  }
}
