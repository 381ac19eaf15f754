package io.labvm.contract.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.labvm.contract.Checks;

/** Full id of a base, {@code <name>-<n>}; immutable content. */
public record BaseId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BaseId {
    Checks.name("base", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
