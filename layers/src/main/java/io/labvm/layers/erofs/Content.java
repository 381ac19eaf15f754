package io.labvm.layers.erofs;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one file, asked for in ascending offsets. */
@FunctionalInterface
public interface Content {
  /**
   * Puts up to {@code into.remaining()} bytes from {@code offset} on into a direct buffer; 0 or
   * less at the end, after which the writer fills up with zeros.
   */
  int read(long offset, ByteBuffer into) throws IOException;
}
