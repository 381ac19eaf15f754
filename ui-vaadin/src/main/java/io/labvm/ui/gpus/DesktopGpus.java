package io.labvm.ui.gpus;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The GPUs of a desktop.
 *
 * @param mode of its node; null before its first placement
 * @param wanted how many its owner asked for; null for what the mode gives
 * @param onNode how many its node has
 * @param held UUIDs of those in its container; of a shared node none is held
 * @param next UUIDs of those that enter with its next container
 * @param position in its node's queue, 1 for the first; null when it does not wait
 * @param turn when it gets them at the earliest, if all give back theirs as they said; null when it
 *     does not wait, or waits for somebody who did not say
 * @param until when the wish ends; null for never
 * @param problem why those in its container cannot be used any more, in the driver's or the
 *     container's own words; null when they can, and while nobody knows
 */
public record DesktopGpus(
    @Nullable GpuMode mode,
    @Nullable Integer wanted,
    int onNode,
    List<String> held,
    List<String> next,
    @Nullable Integer position,
    @Nullable Instant turn,
    @Nullable Instant until,
    @Nullable String problem) {
  /** Of a desktop of which nothing is known. */
  public static final DesktopGpus NONE =
      new DesktopGpus(null, null, 0, List.of(), List.of(), null, null, null, null);

  public DesktopGpus {
    held = List.copyOf(held);
    next = List.copyOf(next);
  }

  /** The same, with the time of its turn. */
  public DesktopGpus withTurn(@Nullable Instant turn) {
    return new DesktopGpus(mode, wanted, onNode, held, next, position, turn, until, problem);
  }

  /** How many of the node's GPUs are in it, if it runs. */
  public int count() {
    if (mode == GpuMode.SHARED) {
      return wanted != null && wanted == 0 ? 0 : onNode;
    }
    return held.size();
  }
}
