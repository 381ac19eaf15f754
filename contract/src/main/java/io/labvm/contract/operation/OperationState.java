package io.labvm.contract.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** State of an operation. Written in kebab-case. */
public enum OperationState {
  QUEUED,
  WAITING,
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  ROLLED_BACK;

  /** True when nothing more will happen. */
  public boolean terminal() {
    return switch (this) {
      case QUEUED, WAITING, RUNNING -> false;
      case SUCCEEDED, FAILED, CANCELLED, ROLLED_BACK -> true;
    };
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @JsonCreator
  public static OperationState fromWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
