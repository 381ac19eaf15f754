package io.labvm.layers.erofs;

import io.labvm.layers.LayerException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Positional reads of an image; whatever points outside the file is damage, not a crash. */
final class ImageBytes implements Closeable {
  private final Path file;
  private final FileChannel channel;
  private final long size;

  ImageBytes(Path file) throws IOException {
    this.file = file;
    channel = FileChannel.open(file, StandardOpenOption.READ);
    size = channel.size();
  }

  long size() {
    return size;
  }

  /** Bytes of the image, little endian, from position 0 of the answer. */
  ByteBuffer read(long offset, int length) throws IOException {
    ByteBuffer into = InodeArea.little(new byte[length]);
    readInto(offset, into);
    return into.flip();
  }

  /** Fills the remaining room completely. */
  void readInto(long offset, ByteBuffer into) throws IOException {
    if (offset < 0 || offset > size - into.remaining()) {
      throw damaged(offset, "needs " + into.remaining() + " bytes, the file has " + size);
    }
    long at = offset;
    while (into.hasRemaining()) {
      int n = channel.read(into, at);
      if (n < 0) {
        throw damaged(at, "the file ends");
      }
      at += n;
    }
  }

  LayerException damaged(long offset, String what) {
    return LayerException.damaged(file, offset, what);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
