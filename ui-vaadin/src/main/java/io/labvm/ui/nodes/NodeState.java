package io.labvm.ui.nodes;

import java.util.Locale;

/** How a node does, from its newest signs of life. */
public enum NodeState {
  UP,
  /** Takes no new desktops by an admin's wish. */
  CORDONED,
  /** Its desktops move away. */
  DRAINING,
  /** Emptied by a drain; it may be turned off. */
  MAINTENANCE,
  /** Its guard lives, its agent does not: desktops run on, operations wait. */
  AGENT_MISSING,
  LOST;

  /** True when its agent answers. */
  public boolean answers() {
    return this == UP || this == CORDONED || this == DRAINING;
  }

  /** Wire form. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
