package io.labvm.contract.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.labvm.contract.Checks;

/** Random id of one operation; also the request id of the update that asks for it. */
public record OperationId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public OperationId {
    Checks.opaqueId("operation", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
