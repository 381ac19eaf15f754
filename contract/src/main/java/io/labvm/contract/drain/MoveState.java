package io.labvm.contract.drain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the move of one desktop of a drain is. */
public enum MoveState {
  WAITING,
  MOVING,
  MOVED,
  /** It was deleted or moved by somebody else meanwhile. */
  GONE,
  /** It stays where it is, for the reason given. */
  LEFT;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static MoveState fromWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  /** True when nothing is to be done for this desktop any more. */
  public boolean done() {
    return this == MOVED || this == GONE || this == LEFT;
  }
}
