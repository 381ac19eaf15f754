package io.labvm.contract.desktop;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.labvm.contract.Checks;

/** Random id of one upper; a new empty upper always gets a new one. */
public record UpperId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public UpperId {
    Checks.opaqueId("upper", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
