package io.labvm.layers.codec;

import io.labvm.layers.LayerException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Records from a stretch of a file that holds exactly one zlib stream (RFC 1950). */
public final class InflatingInput extends RecordInput implements Closeable {
  private static final int BUFFER = 1 << 14;

  private final Path file;
  private final FileChannel channel;
  private final long end;
  private final Inflater inflater = new Inflater();
  private final ByteBuffer packed = ByteBuffer.allocate(BUFFER);
  private final byte[] plain = new byte[BUFFER];
  private final @Nullable MessageDigest digest;
  private long next;

  /** Reads from {@code start} up to {@code end} of an open file, which stays the caller's. */
  public InflatingInput(Path file, FileChannel channel, long start, long end) {
    this(file, channel, start, end, null);
  }

  /** The same; the digest is given all plain bytes, up to the end of what was taken at once. */
  public InflatingInput(
      Path file, FileChannel channel, long start, long end, @Nullable MessageDigest digest) {
    this.file = file;
    this.digest = digest;
    this.channel = channel;
    this.next = start;
    this.end = end;
  }

  @Override
  protected byte[] room() {
    return plain;
  }

  @Override
  protected int refill(byte[] into) throws IOException {
    while (!inflater.finished()) {
      try {
        int n = inflater.inflate(into);
        if (n > 0) {
          if (digest != null) {
            digest.update(into, 0, n);
          }
          return n;
        }
      } catch (DataFormatException e) {
        throw damaged("compressed records: " + e.getMessage());
      }
      if (inflater.needsDictionary()) {
        throw damaged("compressed records want a dictionary");
      }
      if (inflater.needsInput() && !inflater.finished()) { // the end may come without a plain byte
        feed();
      }
    }
    if (next - inflater.getRemaining() != end) {
      throw damaged("bytes behind the compressed records");
    }
    return 0;
  }

  private void feed() throws IOException {
    packed.clear().limit((int) Math.min(BUFFER, end - next));
    int n = packed.hasRemaining() ? channel.read(packed, next) : -1;
    if (n <= 0) {
      throw damaged("compressed records end early");
    }
    next += n;
    inflater.setInput(packed.array(), 0, n);
  }

  @Override
  public LayerException damaged(String what) {
    return LayerException.damaged(file, next - inflater.getRemaining(), what);
  }

  @Override
  public void close() {
    inflater.end();
  }
}
