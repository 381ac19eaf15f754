package io.labvm.layers.delta;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of a file that holds data; what lies between two parts is a hole.
 *
 * @param offset in the file, from 0 on
 * @param length at least 1
 * @param data where the bytes are when they are not beside the entry: a data file of the store
 * @param dataOffset in that data file; 0 without one
 */
public record Part(long offset, long length, @Nullable Digest data, long dataOffset) {
  public Part {
    if (offset < 0 || length < 1 || offset > Long.MAX_VALUE - length || dataOffset < 0) {
      throw new IllegalArgumentException("part " + offset + "+" + length + " at " + dataOffset);
    }
  }

  /** Bytes that stand beside the entry. */
  public static Part inline(long offset, long length) {
    return new Part(offset, length, null, 0);
  }

  public boolean isInline() {
    return data == null;
  }

  public long end() {
    return offset + length;
  }
}
