package io.labvm.contract.desktop;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

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

  /** In which a desktop can be switched; one whose node is lost starts elsewhere. */
  public static final Set<DesktopPhase> MOVABLE =
      Collections.unmodifiableSet(EnumSet.of(RUNNING, STOPPED, NODE_LOST));

  /** In which a switch leaves nothing behind, so that it may begin while nobody looks. */
  public static final Set<DesktopPhase> SAFELY_MOVABLE =
      Collections.unmodifiableSet(EnumSet.of(RUNNING, STOPPED));

  /** In which it will be reachable soon without anybody's doing, if all goes well. */
  public static final Set<DesktopPhase> RETURNING =
      Collections.unmodifiableSet(EnumSet.of(STARTING, SWITCHING, RESTORING));

  /** In which limits can be changed: a lost node may still run it with those it has. */
  public static final Set<DesktopPhase> LIMITABLE =
      Collections.unmodifiableSet(EnumSet.of(RUNNING, STOPPED, FAILED));

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
