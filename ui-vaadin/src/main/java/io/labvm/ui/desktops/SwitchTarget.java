package io.labvm.ui.desktops;

import io.labvm.ui.nodes.NodeState;
import org.jspecify.annotations.Nullable;

/**
 * A node that a desktop could move to.
 *
 * @param state {@link NodeState#UP} when it takes desktops
 * @param current true for the node the desktop is on
 * @param memoryFreeBytes null when it has told nothing yet
 * @param desktops how many are assigned to it
 */
public record SwitchTarget(
    String node, NodeState state, boolean current, @Nullable Long memoryFreeBytes, int desktops) {
  /** Whether it may be chosen; room is looked for when the switch begins. */
  public boolean usable() {
    return state == NodeState.UP && !current;
  }
}
