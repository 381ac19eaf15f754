package io.labvm.layers.delta;

import io.labvm.layers.durable.Digests;
import io.labvm.layers.erofs.Content;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * The digest of a file's content. Without holes it is the SHA-256 of the bytes. With holes it is
 * the SHA-256 of a mark, the size and, for each stretch of data, its offset, length and bytes, so
 * that a file of a terabyte of nothing costs nothing. Numbers are 8 bytes, big endian; parts that
 * touch are one stretch, wherever their bytes are.
 */
public final class ContentDigest {
  private static final byte[] HOLES = "labvm holes\n".getBytes(StandardCharsets.US_ASCII);

  private final MessageDigest sha = Digests.sha256();
  private final boolean holes;
  private final List<Part> parts;
  private final ByteBuffer numbers = ByteBuffer.allocate(16);
  private int next;
  private long stretchLeft;
  private long given;
  private final long dataBytes;

  /** Of content with these parts; the bytes of each part are to follow, in order. */
  public ContentDigest(long size, List<Part> parts) {
    this.parts = parts;
    this.dataBytes = parts.stream().mapToLong(Part::length).sum();
    this.holes = dataBytes != size;
    if (holes) {
      sha.update(HOLES);
      sha.update(numbers.putLong(size).flip());
    }
  }

  /** Reads all parts of a content; it must not end early. */
  public static Digest of(long size, List<Part> parts, Content content) throws IOException {
    ContentDigest digest = new ContentDigest(size, parts);
    long longest = parts.stream().mapToLong(Part::length).max().orElse(0);
    ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(longest, 1 << 16));
    for (Part part : parts) {
      for (long done = 0; done < part.length(); ) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), part.length() - done));
        if (content.read(part.offset() + done, buffer) <= 0) {
          throw new EOFException("content ends at byte " + (part.offset() + done));
        }
        done += buffer.flip().remaining();
        digest.update(buffer);
      }
    }
    return digest.finish();
  }

  /** The next bytes of the parts. */
  public void update(ByteBuffer bytes) {
    given += bytes.remaining();
    while (holes && bytes.hasRemaining()) {
      if (stretchLeft == 0) {
        beginStretch();
      }
      int n = (int) Math.min(stretchLeft, bytes.remaining());
      int limit = bytes.limit();
      sha.update(bytes.limit(bytes.position() + n));
      bytes.limit(limit);
      stretchLeft -= n;
    }
    sha.update(bytes);
  }

  private void beginStretch() {
    if (next == parts.size()) {
      throw new IllegalStateException("more bytes than the parts have");
    }
    long start = parts.get(next).offset();
    long end = start;
    while (next < parts.size() && parts.get(next).offset() == end) {
      end = parts.get(next++).end();
    }
    stretchLeft = end - start;
    sha.update(numbers.clear().putLong(start).putLong(stretchLeft).flip());
  }

  /** Whether all bytes were given. */
  public boolean isComplete() {
    return given == dataBytes;
  }

  /** The SHA-256 of the bytes so far, to go on with; only of content without holes. */
  public MessageDigest branch() {
    if (holes) {
      throw new IllegalStateException("content with holes");
    }
    try {
      return (MessageDigest) sha.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
    }
  }

  /** The digest, after all bytes. */
  public Digest finish() {
    if (given != dataBytes) {
      throw new IllegalStateException(given + " bytes given of " + dataBytes);
    }
    return Digest.of(sha.digest());
  }
}
