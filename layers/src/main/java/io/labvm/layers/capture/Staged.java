package io.labvm.layers.capture;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.Part;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.erofs.Extents;
import io.labvm.linux.Fd;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of one file, copied while its digest is made: who reads it later reads just what the
 * digest says, whatever happens to the file. Small ones stay in memory, others in a scratch file.
 */
final class Staged implements Closeable {
  private static final int MEMORY = 1 << 20;
  private static final byte[] ZEROS = new byte[1 << 16];

  private final Path directory;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(MEMORY);
  private @Nullable FileChannel scratch;
  private long size;

  Staged(Path directory) {
    this.directory = directory;
  }

  /** Copies a file as far as it reaches; what is missing of the size reads as zeros. */
  Body.Data take(Fd fd, long bytes) throws IOException {
    size = bytes;
    Extents data = extents(fd, bytes);
    MessageDigest sha = Digests.sha256();
    boolean small = bytes <= MEMORY;
    if (!small) {
      scratch().truncate(0);
    }
    long at = 0;
    List<Part> parts = new ArrayList<>(data.size());
    for (int i = 0; i < data.size(); i++) {
      hole(sha, at, data.start(i), small);
      at = data.end(i);
      copy(fd, data.start(i), at, small, sha);
      parts.add(Part.inline(data.start(i), at - data.start(i)));
    }
    hole(sha, at, bytes, small);
    return new Body.Data(bytes, Digest.of(sha.digest()), parts);
  }

  private static Extents extents(Fd fd, long size) throws IOException {
    Extents data = new Extents();
    for (long at = 0; at < size; ) {
      long from = fd.seekData(at);
      if (from < 0 || from >= size) {
        break;
      }
      at = Math.max(from + 1, fd.seekHole(from));
      data.add(from, Math.min(at, size));
    }
    return data;
  }

  private void hole(MessageDigest sha, long from, long to, boolean small) {
    for (long at = from; at < to; ) {
      int n = (int) Math.min(ZEROS.length, to - at);
      sha.update(ZEROS, 0, n);
      if (small) {
        buffer.put((int) at, ZEROS, 0, n);
      }
      at += n;
    }
  }

  private void copy(Fd fd, long from, long to, boolean small, MessageDigest sha)
      throws IOException {
    for (long at = from; at < to; ) {
      ByteBuffer room =
          small
              ? buffer.slice((int) at, (int) (to - at))
              : buffer.slice(0, (int) Math.min(MEMORY, to - at));
      int n = fd.read(at, room);
      if (n <= 0) {
        room.put(ZEROS, 0, Math.min(ZEROS.length, room.remaining()));
      }
      room.flip();
      at += room.remaining();
      sha.update(room);
      if (!small) {
        write(room.rewind(), at - room.remaining());
      }
    }
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

  /** Reads what {@link #take} copied last. */
  int read(long offset, ByteBuffer into) throws IOException {
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
    if (scratch != null) {
      scratch.close();
    }
  }
}
