package io.labvm.layers.source;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;

/** The bytes of an archive in order, with the offset reached for messages. */
final class TarInput implements Closeable {
  static final int RECORD = 512;

  private final ReadAhead in;
  private final String name;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private long offset;

  TarInput(ReadAhead in, String name) {
    this.in = in;
    this.name = name;
  }

  /** Bytes taken so far, of the unpacked archive. */
  long offset() {
    return offset;
  }

  /** False at the end. */
  private boolean hasMore() throws IOException {
    if (!buffer.hasRemaining()) {
      try {
        buffer = in.next();
      } catch (EOFException | ZipException e) {
        throw refused("the packed stream is cut off or broken (" + e.getMessage() + ")");
      }
    }
    return buffer.hasRemaining();
  }

  /** Reads exactly this many bytes; an archive that ends before is refused. */
  byte[] read(int length) throws IOException {
    byte[] bytes = new byte[length];
    ByteBuffer into = ByteBuffer.wrap(bytes);
    while (into.hasRemaining()) {
      if (read(into) <= 0) {
        throw refused("the archive ends early");
      }
    }
    return bytes;
  }

  /** Reads some bytes; 0 at the end. */
  int read(ByteBuffer into) throws IOException {
    if (!hasMore()) {
      return 0;
    }
    int n = Math.min(into.remaining(), buffer.remaining());
    into.put(into.position(), buffer, buffer.position(), n);
    into.position(into.position() + n);
    advance(n);
    return n;
  }

  private void advance(int n) {
    buffer.position(buffer.position() + n);
    offset += n;
  }

  void skip(long length) throws IOException {
    for (long left = length; left > 0; ) {
      if (!hasMore()) {
        throw refused("the archive ends early");
      }
      int n = (int) Math.min(left, buffer.remaining());
      advance(n);
      left -= n;
    }
  }

  /** Skips to the next record. */
  void align() throws IOException {
    skip(-offset & (RECORD - 1));
  }

  LayerException refused(String what) {
    return new LayerException(LayerError.REFUSED, name + ", byte " + offset + ": " + what);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
