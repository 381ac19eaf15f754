package io.labvm.layers.index;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to merge, and how. Sizes grow geometrically from new to old, so a row is rewritten
 * only a few times; the newest frames stay apart, so that the index can follow a store that lost
 * its last segments.
 */
final class Compaction {
  /** Runs on each side of the sealed head before any are merged. */
  private static final int MANY = 8;

  /** Newest frames that are never merged. */
  private static final int APART = 4;

  /** An older run is merged when it is at most this many times as big as all newer ones. */
  private static final int RATIO = 3;

  private Compaction() {}

  /** Runs {@code from} (inclusive) to {@code to}, oldest first. */
  record Range(int from, int to) {}

  static @Nullable Range choose(List<Run> runs, Head sealed) {
    int boundary = 0;
    while (boundary < runs.size()
        && runs.get(boundary).info().head().segment() <= sealed.segment()) {
      boundary++;
    }
    Range range = choose(runs, 0, boundary);
    return range != null ? range : choose(runs, boundary, runs.size() - APART);
  }

  private static @Nullable Range choose(List<Run> runs, int from, int to) {
    if (to - from < MANY) {
      return null;
    }
    int start = to - 1;
    long bytes = runs.get(start).bytes();
    while (start > from && (to - start < MANY || runs.get(start - 1).bytes() <= RATIO * bytes)) {
      start--;
      bytes += runs.get(start).bytes();
    }
    return new Range(start, to);
  }

  /**
   * Writes runs as one.
   *
   * @param oldest whether no run is older, so that absences mean nothing any more
   */
  static void merge(List<Run> newestFirst, boolean oldest, RunWriter writer) throws IOException {
    MergedRows rows = new MergedRows(newestFirst);
    for (Row row = rows.next(); row != null; row = rows.next()) {
      if (!oldest) {
        writer.put(row);
      } else if (row.entry() != null) {
        writer.put(row.withReplaces(false));
      }
    }
  }
}
