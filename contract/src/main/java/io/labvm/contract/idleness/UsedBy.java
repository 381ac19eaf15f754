package io.labvm.contract.idleness;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What counts as use of a desktop. Written in lower case. */
public enum UsedBy {
  /** It began to run, here or anew. */
  START,
  CPU,
  GPU,
  /** Keyboard, mouse, clipboard, SSH, or somebody who connected. */
  INPUT,
  /** Its node told nothing of it. */
  SILENT,
  /** Nobody looked, or its node cannot tell. */
  UNKNOWN;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static UsedBy fromWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
