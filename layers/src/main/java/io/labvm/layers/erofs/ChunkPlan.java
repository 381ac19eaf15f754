package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.BLOCK;
import static io.labvm.layers.erofs.ErofsFormat.CHUNK_INDEX;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a file is cut whose content lies partly in data files: chunks wholly in one data file are
 * only pointed to, others that hold anything are stored in the image, the rest are holes. The chunk
 * size is the one with the least bytes in the image.
 */
final class ChunkPlan {
  /** A map stays in memory while its file is written: 16 MiB. */
  private static final long MAX_ENTRIES = 2L << 20;

  private static final int MAX_BITS = 31;

  /** Block numbers have 32 bits, and the last one means a hole. */
  private static final long MAX_DATA = 0xffff_ffffL * BLOCK;

  private final long size;
  private final List<Piece> runs;
  private final int bits;

  /** Receives chunks in ascending order; {@code to} is exclusive. */
  interface Sink {
    void stored(long from, long to) throws IOException;

    /** All of these lie in the data file of a run. */
    void direct(long from, long to, Piece run) throws IOException;
  }

  ChunkPlan(long size, List<Piece> pieces, DeviceTable devices) throws IOException {
    this.size = size;
    check(size, pieces);
    this.runs = join(pieces, devices);
    this.bits = cheapest();
  }

  private static void check(long size, List<Piece> pieces) {
    long end = 0;
    for (Piece piece : pieces) {
      boolean aligned =
          piece.isInline()
              || (piece.offset() % BLOCK == 0
                  && piece.dataOffset() % BLOCK == 0
                  && (piece.end() % BLOCK == 0 || piece.end() == size)
                  && piece.dataOffset() <= MAX_DATA - BLOCK
                  && piece.length() <= MAX_DATA - BLOCK - piece.dataOffset());
      if (piece.offset() < end || piece.end() > size || !aligned) {
        throw new IllegalArgumentException(piece + " of a file of " + size + " bytes");
      }
      end = piece.end();
    }
  }

  /** Joins what is contiguous; data files the table has no room for count as to be stored. */
  private static List<Piece> join(List<Piece> pieces, DeviceTable devices) {
    Set<String> admitted =
        devices.admitted(pieces.stream().map(Piece::data).filter(Objects::nonNull).toList());
    List<Piece> runs = new ArrayList<>();
    for (Piece piece : pieces) {
      String data = piece.data();
      Piece kept =
          data == null || admitted.contains(data)
              ? piece
              : Piece.inline(piece.offset(), piece.length());
      Piece joined = runs.isEmpty() ? null : kept.appendedTo(runs.getLast());
      if (joined == null) {
        runs.add(kept);
      } else {
        runs.set(runs.size() - 1, joined);
      }
    }
    return runs;
  }

  /** Bytes of the smallest chunk a file of that size can be cut into; others are zeros beside. */
  static long leastChunk(long size) {
    long chunk = BLOCK;
    while (Math.ceilDiv(size, chunk) > MAX_ENTRIES) {
      chunk *= 2;
    }
    return chunk;
  }

  int bits() {
    return bits;
  }

  int entries() {
    return (int) entries(bits);
  }

  private long entries(int chunkBits) {
    return Math.ceilDiv(size, (long) BLOCK << chunkBits);
  }

  private int cheapest() throws IOException {
    int best = MAX_BITS;
    long bestCost = Long.MAX_VALUE;
    for (int candidate = 0; candidate <= MAX_BITS; candidate++) {
      long cost = cost(candidate);
      if (cost >= 0 && cost < bestCost) {
        best = candidate;
        bestCost = cost;
      }
    }
    return best;
  }

  /** Bytes in the image, or -1 when the map would be too long. */
  private long cost(int candidate) throws IOException {
    long entries = entries(candidate);
    if (entries > MAX_ENTRIES) {
      return -1;
    }
    Cost cost = new Cost(candidate);
    forEach(candidate, cost);
    return cost.bytes;
  }

  /** Adds up what the image has to hold. */
  private final class Cost implements Sink {
    private final long chunk;
    private final long entries;
    private long bytes;

    // Where the last chunk lies that is only pointed to, and the block behind it.
    private @Nullable String last;
    private long lastEnd;

    Cost(int candidate) {
      chunk = (long) BLOCK << candidate;
      entries = entries(candidate);
      bytes = entries * CHUNK_INDEX;
    }

    @Override
    public void stored(long from, long to) {
      bytes += end(to) - from * chunk;
      last = null;
    }

    @Override
    public void direct(long from, long to, Piece run) {
      long moved = run.dataOffset() - run.offset();
      boolean continuesOther =
          last != null && !last.equals(run.data()) && lastEnd == (moved + from * chunk) / BLOCK;
      if (continuesOther) {
        bytes += end(from + 1) - from * chunk; // copied, see ChunkOutput
      }
      last = run.data();
      lastEnd = Math.ceilDiv(moved + end(to), BLOCK);
    }

    private long end(long chunks) {
      return chunks == entries ? size : chunks * chunk;
    }
  }

  void forEach(Sink sink) throws IOException {
    forEach(bits, sink);
  }

  private void forEach(int chunkBits, Sink sink) throws IOException {
    long chunk = (long) BLOCK << chunkBits;
    long next = 0;
    for (Piece run : runs) {
      long from = Math.max(next, run.offset() / chunk);
      next = Math.max(next, Math.ceilDiv(run.end(), chunk));
      long direct = Math.ceilDiv(run.offset(), chunk);
      long directEnd = run.end() == size ? next : run.end() / chunk;
      if (run.isInline() || direct >= directEnd) {
        direct = next;
        directEnd = next;
      }
      store(sink, from, direct);
      if (direct < directEnd) {
        sink.direct(direct, directEnd, run);
      }
      store(sink, directEnd, next);
    }
  }

  private static void store(Sink sink, long from, long to) throws IOException {
    if (from < to) {
      sink.stored(from, to);
    }
  }
}
