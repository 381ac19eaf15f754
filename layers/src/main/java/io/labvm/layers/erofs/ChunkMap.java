package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.BLOCK;

/** Chooses how a sparse file is cut. */
final class ChunkMap {
  /** A map stays in memory while its file is written. */
  private static final long MAX_ENTRIES = 4L << 20;

  private static final int MAX_BITS = 31;

  private ChunkMap() {}

  /** The chunk size (as power of blocks) with the least map bytes and zeros beside data. */
  static int bits(long size, Extents data) {
    int best = MAX_BITS;
    long bestCost = Long.MAX_VALUE;
    for (int bits = 0; bits <= MAX_BITS; bits++) {
      long cost = cost(size, data, bits);
      if (cost >= 0 && cost < bestCost) {
        best = bits;
        bestCost = cost;
      }
    }
    return best;
  }

  static int entries(long size, int bits) {
    long chunk = (long) BLOCK << bits;
    return Math.toIntExact(size / chunk + (size % chunk == 0 ? 0 : 1));
  }

  /** Bytes in the image, or -1 when the map would be too long or the sum overflows. */
  private static long cost(long size, Extents data, int bits) {
    long chunk = (long) BLOCK << bits;
    long entries = size / chunk + 1;
    if (entries > MAX_ENTRIES) {
      return -1;
    }
    long cost = entries * 4;
    long next = 0;
    for (int i = 0; i < data.size() && cost >= 0; i++) {
      long from = Math.max(next, data.start(i) / chunk);
      next = Math.max(from, (data.end(i) - 1) / chunk + 1);
      long stored = next - from;
      cost = stored > (Long.MAX_VALUE - cost) / chunk ? -1 : cost + stored * chunk;
    }
    return cost;
  }
}
