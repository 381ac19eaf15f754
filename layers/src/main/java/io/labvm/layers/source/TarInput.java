package io.labvm.layers.source;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;

/** The bytes of an archive in order, with the offset reached for messages. */
final class TarInput implements Closeable {
  static final int RECORD = 512;

  private final InputStream in;
  private final String name;
  private final byte[] buffer = new byte[1 << 18];
  private int from;
  private int to;
  private long offset;

  TarInput(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  /** Bytes taken so far, of the unpacked archive. */
  long offset() {
    return offset;
  }

  private boolean refill() throws IOException {
    from = 0;
    try {
      to = Math.max(0, in.read(buffer, 0, buffer.length));
    } catch (EOFException | ZipException e) {
      throw refused("the packed stream is cut off or broken (" + e.getMessage() + ")");
    }
    return to > 0;
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
    if (from == to && !refill()) {
      return 0;
    }
    int n = Math.min(into.remaining(), to - from);
    into.put(buffer, from, n);
    from += n;
    offset += n;
    return n;
  }

  void skip(long length) throws IOException {
    for (long left = length; left > 0; ) {
      if (from == to && !refill()) {
        throw refused("the archive ends early");
      }
      int n = (int) Math.min(left, to - from);
      from += n;
      offset += n;
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
