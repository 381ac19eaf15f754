package io.labvm.ui.desktops;

import io.labvm.placement.GpuAnswer;
import io.labvm.ui.nodes.NodeState;
import org.jspecify.annotations.Nullable;

/**
 * A node that a desktop could move to.
 *
 * @param state {@link NodeState#UP} when it takes desktops
 * @param current true for the node the desktop is on
 * @param fit null while it takes no desktops, or has told nothing yet
 * @param memoryFreeBytes null when it has told nothing yet
 * @param desktops how many are assigned to it
 */
public record SwitchTarget(
    String node,
    NodeState state,
    boolean current,
    @Nullable Fit fit,
    @Nullable Long memoryFreeBytes,
    int desktops) {
  /** Whether it may be chosen; asked again when the switch begins. */
  public boolean usable() {
    return state == NodeState.UP && !current && fit != null && fit.room();
  }

  /**
   * How well it suits the desktop.
   *
   * @param room whether it may promise what the desktop's limits say
   * @param gpus null when the desktop wants none of its own
   * @param hasBase whether desktops of the same base were there, so that it need not be copied
   */
  public record Fit(boolean room, @Nullable GpuAnswer gpus, boolean hasBase) {}
}
