package io.labvm.layers.erofs;

import java.util.Arrays;

/**
 * The parts of a sparse file that hold data, ascending and apart. Above a limit neighbours are
 * joined (the hole between them is then stored as zeros), so memory stays bounded whatever a
 * hostile file looks like.
 */
public final class Extents {
  private final int limit;
  private long[] starts = new long[8];
  private long[] ends = new long[8];
  private int count;
  private long joinGap;

  /** At most about a million parts. */
  public Extents() {
    this(1 << 20);
  }

  /** At most that many parts. */
  public Extents(int limit) {
    this.limit = limit;
  }

  /** Adds a part behind all others; empty ones are ignored. */
  public void add(long start, long end) {
    if (start < 0 || start > end || (count > 0 && start < ends[count - 1])) {
      throw new IllegalArgumentException("extent " + start + ".." + end);
    }
    if (start == end) {
      return;
    }
    if (count > 0 && start - ends[count - 1] <= joinGap) {
      ends[count - 1] = end;
      return;
    }
    if (count == limit) {
      join();
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
    }
    starts[count] = start;
    ends[count++] = end;
  }

  /** Closes ever larger gaps until half of the room is free. */
  private void join() {
    while (count > limit / 2) {
      joinGap = Math.max(ErofsFormat.BLOCK, joinGap * 2);
      int kept = 0;
      for (int i = 1; i < count; i++) {
        if (starts[i] - ends[kept] <= joinGap) {
          ends[kept] = ends[i];
        } else {
          kept++;
          starts[kept] = starts[i];
          ends[kept] = ends[i];
        }
      }
      count = kept + 1;
    }
  }

  public int size() {
    return count;
  }

  public long start(int index) {
    return starts[index];
  }

  public long end(int index) {
    return ends[index];
  }

  /** Whether the parts cover the whole file. */
  public boolean isWhole(long size) {
    return size == 0 || (count == 1 && starts[0] == 0 && ends[0] >= size);
  }
}
