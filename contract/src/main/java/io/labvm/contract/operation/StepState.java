package io.labvm.contract.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** State of one step. Written in lower case. */
public enum StepState {
  PENDING,
  RUNNING,
  RETRYING,
  SUCCEEDED,
  FAILED,
  UNDONE,
  SKIPPED;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static StepState fromWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
