package io.labvm.layers.capture;

import io.labvm.layers.codec.EntryFormat;
import io.labvm.layers.delta.Blocks;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.ContentDigest;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.KnownBlocks;
import io.labvm.layers.delta.Part;
import io.labvm.layers.erofs.Content;
import io.labvm.layers.erofs.ErofsWriter;
import io.labvm.layers.erofs.Extents;
import io.labvm.linux.Fd;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of one file, copied while its digest is made: who reads it later reads just what the
 * digest says, whatever happens to the file. Small ones stay in memory, others in a scratch file;
 * big ones may become data files.
 */
final class Staged implements Closeable {
  /** Data files consist of these, and so do their stretches. */
  static final int BLOCK = 4096;

  private static final int MEMORY = Blocks.BYTES;

  /** So many times what a file holds may be zeros where its holes could not be kept. */
  private static final int MOST_TIMES = 16;

  /** So much may always. */
  private static final long MOST_ZEROS = 256L << 20;

  private static final byte[] ZEROS = new byte[1 << 16];

  private final Path directory;
  private final long referFrom;
  private final int mostParts;
  private final long mostZeros;
  private final DataCopy data;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(MEMORY);
  private @Nullable FileChannel scratch;
  private long size;
  private Content content = this::read;

  /**
   * @param referFrom so many bytes of data, holes not counted, make a data file
   * @param known of which data files may be referred to
   */
  Staged(Path directory, long referFrom, KnownBlocks known) {
    this(directory, referFrom, known, EntryFormat.MAX_PARTS, MOST_ZEROS);
  }

  /** With other bounds of what a sparse file may be. */
  Staged(Path directory, long referFrom, KnownBlocks known, int mostParts, long mostZeros) {
    this.directory = directory;
    this.referFrom = referFrom;
    this.mostParts = mostParts;
    this.mostZeros = mostZeros;
    this.data = new DataCopy(directory, known);
  }

  /**
   * Copies a file as far as it reaches; what is missing of the size reads as zeros.
   *
   * @param before digest of the content it had before, if any
   * @return null for a file whose data lies so scattered that hardly any hole could be kept
   */
  Body.@Nullable Data take(Fd fd, long bytes, @Nullable Digest before) throws IOException {
    size = bytes;
    List<Part> parts = parts(fd, bytes);
    if (parts == null) {
      return null;
    }
    if (parts.stream().mapToLong(Part::length).sum() >= referFrom) {
      content = data;
      return data.take(fd, bytes, parts, buffer, before);
    }
    content = this::read;
    ContentDigest digest = new ContentDigest(bytes, parts);
    boolean small = bytes <= MEMORY;
    if (!small) {
      scratch().truncate(0);
    }
    long at = 0;
    for (Part part : parts) {
      hole(at, part.offset(), small);
      at = part.end();
      copy(fd, part.offset(), at, small, digest);
    }
    hole(at, bytes, small);
    return new Body.Data(bytes, digest.finish(), parts);
  }

  /**
   * Null when too much of it would be zeros: with some megabytes in a file of the largest size a
   * member could fill every disk, that of the node or the store's.
   */
  private @Nullable List<Part> parts(Fd fd, long size) throws IOException {
    Extents data = new Extents(mostParts);
    long held = find(fd, size, data);
    List<Part> parts = new ArrayList<>(data.size());
    long copied = 0;
    for (int i = 0; i < data.size(); i++) {
      long length = data.end(i) - data.start(i);
      copied += length;
      parts.add(Part.inline(data.start(i), length));
    }
    long zeros = copied - held + ErofsWriter.mostPadding(size, data.size());
    return zeros > mostZeros && zeros / MOST_TIMES > held ? null : parts;
  }

  /** Bytes of data, in whole blocks. */
  private static long find(Fd fd, long size, Extents data) throws IOException {
    long held = 0;
    for (long at = 0; at < size; ) {
      long from = fd.seekData(at);
      if (from < 0 || from >= size) {
        break;
      }
      long hole = fd.seekHole(from);
      if (hole < 0) {
        break; // cut short meanwhile, which its size tells afterwards
      }
      at = Math.max(from + 1, hole);
      // Whole blocks, whatever blocks the file system has: the digest depends on where holes are.
      long end = data.size() == 0 ? 0 : data.end(data.size() - 1);
      long start = Math.max(end, from & -BLOCK);
      long behind = Math.max(end, blocks(at, size));
      data.add(start, behind);
      held += behind - start;
    }
    return held;
  }

  private static long blocks(long end, long size) {
    return end >= size - BLOCK ? Math.min(size, Math.max(end, size & -BLOCK)) : -(-end & -BLOCK);
  }

  /** Of a big file the scratch file has the hole too. */
  private void hole(long from, long to, boolean small) {
    for (long at = from; small && at < to; ) {
      int n = (int) Math.min(ZEROS.length, to - at);
      buffer.put((int) at, ZEROS, 0, n);
      at += n;
    }
  }

  private void copy(Fd fd, long from, long to, boolean small, ContentDigest digest)
      throws IOException {
    for (long at = from; at < to; ) {
      ByteBuffer room =
          small
              ? buffer.slice((int) at, (int) (to - at))
              : buffer.slice(0, (int) Math.min(MEMORY, to - at));
      fill(fd, at, room);
      at += room.remaining();
      digest.update(room);
      if (!small) {
        write(room.rewind(), at - room.remaining());
      }
    }
  }

  /** Reads on; zeros where the file has become shorter. */
  static void fill(Fd fd, long at, ByteBuffer room) throws IOException {
    int n = fd.read(at, room);
    if (n <= 0) {
      room.put(ZEROS, 0, Math.min(ZEROS.length, room.remaining()));
    }
    room.flip();
  }

  private void write(ByteBuffer bytes, long offset) throws IOException {
    for (long at = offset; bytes.hasRemaining(); ) {
      at += scratch().write(bytes, at);
    }
  }

  private FileChannel scratch() throws IOException {
    FileChannel open = scratch;
    if (open == null) {
      Path file = Files.createTempFile(directory, "content-", ".tmp");
      open =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      scratch = open;
    }
    return open;
  }

  /** What {@link #take} copied last. */
  Content content() {
    return content;
  }

  private int read(long offset, ByteBuffer into) throws IOException {
    if (offset >= size) {
      return 0;
    }
    int length = (int) Math.min(into.remaining(), size - offset);
    if (size <= MEMORY) {
      into.put(buffer.slice((int) offset, length));
      return length;
    }
    int limit = into.limit();
    into.limit(into.position() + length);
    int n = scratch().read(into, offset);
    into.limit(limit);
    return n;
  }

  @Override
  public void close() throws IOException {
    data.close();
    if (scratch != null) {
      scratch.close();
    }
  }
}
