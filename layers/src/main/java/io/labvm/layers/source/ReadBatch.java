package io.labvm.layers.source;

import io.labvm.layers.erofs.ErofsWriter;
import io.labvm.layers.erofs.Omissions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries that one reader thread looks at together. Contents of small files land in one buffer,
 * each at a block boundary, just as the image will hold them: they are written by a single call.
 */
final class ReadBatch {
  static final int ENTRIES = 128;
  static final int BYTES = 1 << 20;

  private final List<ReadEntry> entries = new ArrayList<>(ENTRIES);
  private final Omissions omissions = new Omissions();
  private final ByteBuffer buffer;

  /** Takes a direct buffer of {@link #BYTES} that nobody else uses until {@link #write} is done. */
  ReadBatch(ByteBuffer buffer) {
    this.buffer = buffer.clear();
  }

  void add(ReadEntry entry) {
    entry.parent().retain();
    entries.add(entry);
  }

  boolean isFull() {
    return entries.size() == ENTRIES;
  }

  int size() {
    return entries.size();
  }

  ByteBuffer buffer() {
    return buffer;
  }

  /** On a reader thread. */
  ReadBatch read() throws IOException {
    for (ReadEntry entry : entries) {
      entry.read(buffer, omissions);
    }
    return this;
  }

  /** On the walker's thread; answers the bytes of content. */
  long write(ErofsWriter image, LinkTable links) throws IOException {
    image.omissions().addAll(omissions);
    int first = buffer.position() == 0 ? 0 : image.append(buffer.flip());
    long bytes = 0;
    for (ReadEntry entry : entries) {
      entry.write(image, links, first);
      bytes += entry.size();
    }
    return bytes;
  }

  /** Closes what is still open; harmless after everything. */
  void close() {
    for (ReadEntry entry : entries) {
      entry.close();
      entry.parent().release();
    }
    entries.clear();
  }
}
