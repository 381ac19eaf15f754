package io.labvm.ui.storage;

import io.labvm.ui.storage.StoreOverview.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a line through the last two weeks leads. */
final class Trend {
  private static final Duration WINDOW = Duration.ofDays(14);
  private static final Duration LEAST = Duration.ofDays(1);
  private static final double DAY = Duration.ofDays(1).toSeconds();

  private Trend() {}

  /**
   * Whole days until so much more is used.
   *
   * @param points oldest first
   * @return null when nothing grows, or less than a day is known
   */
  static @Nullable Long daysLeft(List<Point> points, long freeBytes) {
    if (points.isEmpty()) {
      return null;
    }
    Instant from = points.getLast().at().minus(WINDOW);
    List<Point> recent = points.stream().filter(p -> !p.at().isBefore(from)).toList();
    Instant first = recent.getFirst().at();
    if (Duration.between(first, points.getLast().at()).compareTo(LEAST) < 0) {
      return null;
    }
    double slope = slope(recent, first);
    return slope <= 0 ? null : (long) (freeBytes / slope);
  }

  /** Bytes a day, by least squares. */
  private static double slope(List<Point> points, Instant first) {
    double meanX = 0;
    double meanY = 0;
    for (Point p : points) {
      meanX += days(p, first) / points.size();
      meanY += (double) p.usedBytes() / points.size();
    }
    double above = 0;
    double below = 0;
    for (Point p : points) {
      double x = days(p, first) - meanX;
      above += x * (p.usedBytes() - meanY);
      below += x * x;
    }
    return below == 0 ? 0 : above / below;
  }

  private static double days(Point point, Instant first) {
    return Duration.between(first, point.at()).toSeconds() / DAY;
  }
}
