package io.labvm.layers.segment;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Part;
import io.labvm.layers.delta.StoredContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * One file's content in a segment, by offsets in the file: parts stand together, holes are zeros.
 */
final class InlineContent implements StoredContent {
  private final Path file;
  private final FileChannel channel;
  private final long start;
  private final long size;
  private final List<Part> parts;
  private int next;
  private long nextStart;

  /** Of a file whose first inline byte stands at {@code start}. */
  InlineContent(Path file, FileChannel channel, long size, List<Part> parts, long start) {
    this.file = file;
    this.start = start;
    this.channel = channel;
    this.size = size;
    this.parts = parts;
    this.nextStart = start;
  }

  @Override
  public int read(long offset, ByteBuffer into) throws IOException {
    if (offset >= size) {
      return -1;
    }
    if (next < parts.size() && offset < parts.get(next).offset()) {
      rewind(offset);
    }
    while (next < parts.size() && offset >= parts.get(next).end()) {
      nextStart += inlineLength(parts.get(next++));
    }
    if (next == parts.size() || offset < parts.get(next).offset()) {
      long end = next == parts.size() ? size : parts.get(next).offset();
      return zeros(into, end - offset);
    }
    return readPart(parts.get(next), offset, into);
  }

  /** Readers ask in ascending order; one that does not starts over. */
  private void rewind(long offset) {
    while (next > 0 && offset < parts.get(next - 1).end()) {
      nextStart -= inlineLength(parts.get(--next));
    }
  }

  private int readPart(Part part, long offset, ByteBuffer into) throws IOException {
    if (!part.isInline()) {
      throw damaged("data file " + part.data() + ", which it refers to, is not there");
    }
    int n = (int) Math.min(into.remaining(), part.end() - offset);
    ByteBuffer piece = into.slice(into.position(), n);
    long at = nextStart + offset - part.offset();
    while (piece.hasRemaining()) {
      int got = channel.read(piece, at + piece.position());
      if (got < 0) {
        throw damaged("the file ends");
      }
    }
    into.position(into.position() + n);
    return n;
  }

  private static int zeros(ByteBuffer into, long length) {
    int n = (int) Math.min(into.remaining(), length);
    for (int i = 0; i < n; i++) {
      into.put((byte) 0);
    }
    return n;
  }

  @Override
  public LayerException damaged(String what) {
    return LayerException.damaged(file, start, what);
  }

  static long inlineLength(Part part) {
    return part.isInline() ? part.length() : 0;
  }
}
