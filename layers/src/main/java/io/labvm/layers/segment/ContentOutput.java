package io.labvm.layers.segment;

import io.labvm.layers.delta.ContentDigest;
import io.labvm.layers.delta.Part;
import io.labvm.layers.erofs.Content;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The file of a segment, written front to back; knows the checksum of the content in it. */
final class ContentOutput implements Closeable {
  private static final int BUFFER = 1 << 17;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final CRC32C crc = new CRC32C();
  private long position;
  private long contentBytes;

  ContentOutput(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Appends one part of a content; false when it ends early. */
  boolean copy(Part part, Content content, @Nullable ContentDigest digest) throws IOException {
    for (long done = 0; done < part.length(); ) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int room = (int) Math.min(buffer.remaining(), part.length() - done);
      ByteBuffer piece = buffer.slice(buffer.position(), room);
      int n = content.read(part.offset() + done, piece);
      if (n <= 0) {
        return false;
      }
      piece.flip();
      crc.update(piece.duplicate());
      if (digest != null) {
        digest.update(piece);
      }
      buffer.position(buffer.position() + n);
      done += n;
      contentBytes += n;
    }
    return true;
  }

  void write(byte[] bytes) throws IOException {
    for (int done = 0; done < bytes.length; ) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int n = Math.min(buffer.remaining(), bytes.length - done);
      buffer.put(bytes, done, n);
      done += n;
    }
  }

  void flush() throws IOException {
    position += buffer.flip().remaining();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  long contentBytes() {
    return contentBytes;
  }

  int contentCrc() {
    return (int) crc.getValue();
  }

  long position() {
    return position + buffer.position();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
