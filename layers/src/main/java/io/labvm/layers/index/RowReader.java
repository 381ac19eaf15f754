package io.labvm.layers.index;

import io.labvm.layers.delta.TreePath;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The rows of one block, in order. */
final class RowReader {
  private final Run run;
  private final long offset;
  private final ByteBuffer bytes;
  private @Nullable TreePath last;
  private byte[] previous = {};

  RowReader(Run run, byte[] block, long offset) {
    this.run = run;
    this.offset = offset;
    this.bytes = RunFormat.little(block);
  }

  @Nullable Row next() throws IOException {
    if (!bytes.hasRemaining()) {
      return null;
    }
    try {
      Row row = RunFormat.get(bytes, previous);
      if (last != null && last.compareTo(row.path()) >= 0) {
        throw new IllegalArgumentException("rows out of order");
      }
      last = row.path();
      previous = row.path().bytes();
      return row;
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | BufferUnderflowException e) {
      throw run.damaged(offset, e.toString());
    }
  }
}
