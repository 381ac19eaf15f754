package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.BLOCK;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Content of a chunked file: in the image, in data files, or holes. */
final class ChunkReader {
  /** Map entries read at once. */
  private static final int STEP = 512;

  private static final int MAX_PIECES = 1 << 20;

  private final ImageBytes image;
  private final long imageEnd;
  private final DataDevices devices;
  private final long size;
  private final long map;
  private final int entry;
  private final long chunk;

  /** Neighbouring chunks whose bytes are neighbours too, or holes. */
  private record Run(long from, long to, int device, int block) {
    boolean isHole() {
      return block == ErofsFormat.HOLE;
    }
  }

  /**
   * Validates the format.
   *
   * @param behindXattrs where inode and attributes end
   * @param imageEnd of the blocks the image states
   */
  ChunkReader(
      ImageBytes image, long imageEnd, DataDevices devices, ImageInode file, long behindXattrs)
      throws IOException {
    this.image = image;
    this.imageEnd = imageEnd;
    this.devices = devices;
    this.size = file.size();
    int format = file.address() & 0xffff;
    if ((format & ~(ErofsFormat.CHUNK_BITS | ErofsFormat.CHUNK_INDEXES)) != 0) {
      long at = behindXattrs - file.xattrBytes() - file.recordBytes() + 16;
      throw image.damaged(at, "chunk format 0x%x".formatted(format));
    }
    chunk = (long) BLOCK << (format & ErofsFormat.CHUNK_BITS);
    entry = (format & ErofsFormat.CHUNK_INDEXES) != 0 ? ErofsFormat.CHUNK_INDEX : 4;
    map = (behindXattrs + entry - 1) & -entry;
  }

  /** Reads from within one run. */
  int read(long position, ByteBuffer into, int length) throws IOException {
    long first = position / chunk;
    long last = (position + length - 1) / chunk;
    Run run = run(first, (int) Math.min(STEP, last - first + 1));
    long inRun = position - first * chunk;
    int part = (int) Math.min(length, (run.to - first) * chunk - inRun);
    if (run.isHole()) {
      zeros(into, part);
    } else {
      ByteBuffer slice = into.slice(into.position(), part);
      source(run.device).readInto(checked(run, inRun, part), slice);
      into.position(into.position() + part);
    }
    return part;
  }

  private ImageBytes source(int device) throws IOException {
    return device == 0 ? image : devices.bytes(device);
  }

  /** Where bytes of a run lie in their file. */
  private long checked(Run run, long inRun, int length) throws IOException {
    long at = Integer.toUnsignedLong(run.block) * BLOCK + inRun;
    long end = run.device == 0 ? imageEnd : devices.table().get(run.device - 1).bytes();
    if (at > roundUp(end) - length) {
      throw source(run.device).damaged(at, "content beyond the last block");
    }
    return at;
  }

  private static long roundUp(long bytes) {
    return (bytes + BLOCK - 1) & -BLOCK;
  }

  private static void zeros(ByteBuffer into, int count) {
    for (int i = 0; i < count; i++) {
      into.put((byte) 0);
    }
  }

  /** The run a chunk begins, looking at no more than {@code limit} entries. */
  private Run run(long first, int limit) throws IOException {
    long at = map + first * entry;
    ByteBuffer entries = image.read(at, limit * entry);
    int device = device(entries, 0, at);
    int block = block(entries, 0);
    long blocks = chunk / BLOCK;
    int count = 1;
    while (count < limit && follows(entries, count, at, device, block, blocks)) {
      count++;
    }
    return new Run(first, first + count, device, block);
  }

  private boolean follows(
      ByteBuffer entries, int index, long at, int device, int block, long blocks)
      throws IOException {
    int here = block(entries, index);
    if (block == ErofsFormat.HOLE || here == ErofsFormat.HOLE) {
      return block == here;
    }
    long wanted = Integer.toUnsignedLong(block) + index * blocks;
    return device(entries, index, at) == device && Integer.toUnsignedLong(here) == wanted;
  }

  private int block(ByteBuffer entries, int index) {
    return entries.getInt((index + 1) * entry - 4);
  }

  /** The number of a data file, 0 for the image. */
  private int device(ByteBuffer entries, int index, long at) throws IOException {
    if (entry == 4 || block(entries, index) == ErofsFormat.HOLE) {
      return 0;
    }
    int device = entries.getShort(index * entry + 2) & 0xffff;
    if (device > devices.table().size()) {
      throw image.damaged(at + (long) index * entry, "content in device " + device);
    }
    return device;
  }

  /** Everything that is no hole. */
  List<Piece> pieces() throws IOException {
    List<Piece> pieces = new ArrayList<>();
    long chunks = Math.ceilDiv(size, chunk);
    for (long next = 0; next < chunks; ) {
      Run run = run(next, (int) Math.min(STEP, chunks - next));
      if (!run.isHole()) {
        add(pieces, run, run.to == chunks ? size : run.to * chunk);
      }
      next = run.to;
    }
    return pieces;
  }

  private void add(List<Piece> pieces, Run run, long end) throws IOException {
    long from = run.from * chunk;
    Piece piece =
        run.device == 0
            ? Piece.inline(from, end - from)
            : new Piece(
                from,
                end - from,
                devices.table().get(run.device - 1).id(),
                Integer.toUnsignedLong(run.block) * BLOCK);
    Piece joined = pieces.isEmpty() ? null : piece.appendedTo(pieces.getLast());
    if (joined != null) {
      pieces.set(pieces.size() - 1, joined);
    } else if (pieces.size() == MAX_PIECES) {
      throw image.damaged(map, "more than " + MAX_PIECES + " pieces of one file");
    } else {
      pieces.add(piece);
    }
  }
}
