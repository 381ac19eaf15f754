package io.labvm.contract.desktop;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.labvm.contract.Checks;

/** Opaque id of a desktop, made by the portal together with its row; never used twice. */
public record DesktopId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public DesktopId {
    Checks.opaqueId("desktop", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
