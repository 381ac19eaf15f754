package io.labvm.layers.erofs;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a file that holds data; what lies between two pieces is a hole.
 *
 * @param offset in the file, from 0 on
 * @param length at least 1
 * @param data id of the data file the bytes lie in, 64 lower-case hexadecimal digits; null when
 *     they lie in the image
 * @param dataOffset in that data file; 0 without one
 */
public record Piece(long offset, long length, @Nullable String data, long dataOffset) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  public Piece {
    if (offset < 0 || length < 1 || offset > Long.MAX_VALUE - length) {
      throw new IllegalArgumentException("piece " + offset + "+" + length);
    }
    if (dataOffset < 0 || (data == null ? dataOffset != 0 : !isId(data))) {
      throw new IllegalArgumentException("piece of data file " + data + " at " + dataOffset);
    }
  }

  /** Bytes in the image itself. */
  public static Piece inline(long offset, long length) {
    return new Piece(offset, length, null, 0);
  }

  public boolean isInline() {
    return data == null;
  }

  public long end() {
    return offset + length;
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Both as one when this piece goes on where the other ends, else null. */
  @Nullable Piece appendedTo(Piece before) {
    boolean adjacent = before.end() == offset;
    boolean same =
        data == null
            ? before.data == null
            : data.equals(before.data) && before.dataOffset + before.length == dataOffset;
    return adjacent && same
        ? new Piece(before.offset, before.length + length, data, before.dataOffset)
        : null;
  }
}
