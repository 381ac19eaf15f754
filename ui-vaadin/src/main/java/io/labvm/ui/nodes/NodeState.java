package io.labvm.ui.nodes;

import java.util.Locale;

/** How a node does, from its newest signs of life. */
public enum NodeState {
  UP,
  /** Takes no new desktops by an admin's wish. */
  CORDONED,
  /** Its guard lives, its agent does not: desktops run on, operations wait. */
  AGENT_MISSING,
  LOST;

  /** Wire form. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
