package io.labvm.contract.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an operation does. Written in kebab-case. */
public enum OperationKind {
  REGISTER,
  START,
  STOP,
  RESTART_SESSION,
  ROTATE_SECRET,
  DELETE,
  BACKUP,
  RESTORE,
  COPY_BACK,
  SWITCH,
  LIMITS;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @JsonCreator
  public static OperationKind fromWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
