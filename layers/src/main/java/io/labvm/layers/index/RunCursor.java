package io.labvm.layers.index;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** All rows of one run, in order; {@link #row} is the current one. */
final class RunCursor {
  private final Run run;
  private int block;
  private @Nullable RowReader rows;
  private @Nullable Row row;

  RunCursor(Run run) {
    this.run = run;
  }

  @Nullable Row row() {
    return row;
  }

  /** Steps on; the row is null behind the last. */
  void advance() throws IOException {
    row = rows == null ? null : rows.next();
    while (row == null && block < run.blocks()) {
      rows = run.rows(block++);
      Row first = rows.next();
      row = first;
    }
  }
}
