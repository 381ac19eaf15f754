package io.labvm.ui.nodes;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node was used in a time that has passed. Where it told nothing, points are missing.
 *
 * @param stepSeconds from one point to the next
 * @param points oldest first
 */
public record NodeHistory(Instant from, Instant to, long stepSeconds, List<Point> points) {
  public NodeHistory {
    points = List.copyOf(points);
  }

  /**
   * Means of one step; shares are 0 to 1, null where nothing was told.
   *
   * @param at when the step began
   * @param receivedPerSecond bytes; null also for the first point and after a restart of the node
   */
  public record Point(
      Instant at,
      double cpu,
      @Nullable Double memory,
      @Nullable Double disk,
      @Nullable Double receivedPerSecond,
      @Nullable Double sentPerSecond,
      double desktops,
      List<GpuPoint> gpus) {
    public Point {
      gpus = List.copyOf(gpus);
    }
  }

  /**
   * One GPU, in the driver's order; null where its kind has no such figure.
   *
   * @param use 0 to 1
   * @param memory 0 to 1
   * @param celsius degrees
   */
  public record GpuPoint(
      @Nullable Double use,
      @Nullable Double memory,
      @Nullable Double celsius,
      @Nullable Double watts) {}
}
