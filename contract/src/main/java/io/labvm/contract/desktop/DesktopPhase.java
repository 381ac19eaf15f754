package io.labvm.contract.desktop;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The states of a desktop: one list for workflows, API and pages. Written in kebab-case. */
public enum DesktopPhase {
  WAITING_FOR_APPROVAL,
  CREATING,
  STOPPED,
  STARTING,
  RUNNING,
  STOPPING,
  SWITCHING,
  RESTORING,
  NODE_LOST,
  FAILED,
  DELETING,
  ARCHIVED;

  /** Wire form, for example {@code node-lost}. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads the wire form. */
  @JsonCreator
  public static DesktopPhase fromWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
