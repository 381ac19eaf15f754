package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.BLOCK;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The image file, appended to from front to back. */
final class ImageOutput implements Closeable {
  private static final byte[] ZEROS = new byte[BLOCK];

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
  private long flushed;

  ImageOutput(Path image) throws IOException {
    channel = FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  long position() {
    return flushed + buffer.position();
  }

  /** The number of the block that begins here. */
  int block() throws LayerException {
    if (position() % BLOCK != 0) {
      throw new IllegalStateException("not at the start of a block: " + position());
    }
    // The last number means a hole.
    if (position() / BLOCK >= 0xffff_ffffL) {
      throw new LayerException(LayerError.UNSUPPORTED, "image beyond 16 TiB");
    }
    return (int) (position() / BLOCK);
  }

  void write(byte[] bytes, int from, int length) throws IOException {
    for (int done = 0; done < length; ) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int n = Math.min(buffer.remaining(), length - done);
      buffer.put(bytes, from + done, n);
      done += n;
    }
  }

  /** Appends a direct buffer without copying it. */
  void writeThrough(ByteBuffer data) throws IOException {
    flush();
    flushed += data.remaining();
    while (data.hasRemaining()) {
      channel.write(data);
    }
  }

  /** Appends {@code length} bytes of a content, with zeros where it ends early; false then. */
  boolean copy(Content content, long offset, long length) throws IOException {
    boolean complete = true;
    for (long done = 0; done < length; ) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int n = (int) Math.min(buffer.remaining(), length - done);
      complete &= fill(content, offset + done, buffer.slice(buffer.position(), n));
      buffer.position(buffer.position() + n);
      done += n;
    }
    padBlock();
    return complete;
  }

  /** Fills a buffer from a content, with zeros where it ends early; false then. */
  static boolean fill(Content content, long offset, ByteBuffer part) throws IOException {
    long at = offset;
    while (part.hasRemaining()) {
      int n = content.read(at, part);
      if (n <= 0) {
        zero(part);
        return false;
      }
      at += n;
    }
    return true;
  }

  private static void zero(ByteBuffer part) {
    while (part.hasRemaining()) {
      part.put(ZEROS, 0, Math.min(BLOCK, part.remaining()));
    }
  }

  /** Appends a block of zeros. */
  void writeBlock() throws IOException {
    write(ZEROS, 0, BLOCK);
  }

  void padBlock() throws IOException {
    write(ZEROS, 0, (int) (-position() & (BLOCK - 1)));
  }

  void flush() throws IOException {
    flushed += buffer.flip().limit();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  /** Overwrites bytes written before; flush first. */
  void patch(long at, ByteBuffer bytes) throws IOException {
    long to = at;
    while (bytes.hasRemaining()) {
      to += channel.write(bytes, to);
    }
  }

  void sync() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
