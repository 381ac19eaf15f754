package io.labvm.layers.listing;

import io.labvm.linux.FileType;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A sorted run of names in a scratch file: a type's bits of the mode, a length, the bytes; again
 * and again.
 */
final class SpilledNames {
  private static final int BUFFER = 4096;

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
  private final long start;
  private final long end;
  private long at;
  private byte[] name = {};
  private FileType type = FileType.UNKNOWN;

  SpilledNames(FileChannel file, long start, long end) {
    this.file = file;
    this.start = start;
    this.at = start;
    this.end = end;
  }

  /** Goes on to the next name; false behind the last. */
  boolean next() throws IOException {
    if (at == end && !buffer.hasRemaining()) {
      return false;
    }
    require(3);
    type = FileType.ofMode(buffer.getShort());
    name = new byte[buffer.get() & 0xff];
    require(name.length);
    buffer.get(name);
    return true;
  }

  void rewind() {
    at = start;
    buffer.clear().flip();
  }

  private void require(int bytes) throws IOException {
    if (buffer.remaining() >= bytes) {
      return;
    }
    buffer.compact();
    buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + end - at));
    while (buffer.hasRemaining()) {
      int n = file.read(buffer, at);
      if (n < 0) {
        throw new EOFException("the scratch file has been cut off");
      }
      at += n;
    }
    buffer.flip();
  }

  byte[] name() {
    return name;
  }

  FileType type() {
    return type;
  }
}
