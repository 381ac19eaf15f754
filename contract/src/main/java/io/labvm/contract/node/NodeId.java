package io.labvm.contract.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.labvm.contract.Checks;

/** Name of a node; never used twice, also after the node has left. */
public record NodeId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NodeId {
    Checks.name("node", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
