package io.labvm.layers.erofs;

import java.util.Arrays;

/** Millions of short byte records in few arrays; a record lies in one chunk as a whole. */
final class ByteStore {
  private static final int CHUNK_BITS = 20;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int MAX_CHUNKS = 1 << (31 - CHUNK_BITS);

  private byte[][] chunks = new byte[16][];
  private int chunkCount;
  private int used = CHUNK;

  /** Copies a record of at most 1 MiB and answers its address. */
  int add(byte[] record, int from, int length) {
    if (length > CHUNK - used) {
      nextChunk();
    }
    int address = (chunkCount - 1) << CHUNK_BITS | used;
    System.arraycopy(record, from, chunks[chunkCount - 1], used, length);
    used += length;
    return address;
  }

  private void nextChunk() {
    if (chunkCount == MAX_CHUNKS) {
      throw new IllegalStateException("names and attributes beyond 2 GiB");
    }
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunkCount * 2);
    }
    chunks[chunkCount++] = new byte[CHUNK];
    used = 0;
  }

  /** What it holds of memory. */
  long bytes() {
    return (long) chunkCount << CHUNK_BITS;
  }

  /** The array a record lies in. */
  byte[] array(int address) {
    return chunks[address >>> CHUNK_BITS];
  }

  /** Where in that array it starts. */
  static int offset(int address) {
    return address & (CHUNK - 1);
  }
}
