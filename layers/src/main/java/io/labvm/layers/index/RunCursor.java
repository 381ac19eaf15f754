package io.labvm.layers.index;

import io.labvm.layers.delta.TreePath;
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

  /** Goes to the first row behind a path. */
  void seekBehind(TreePath path) throws IOException {
    block = run.blocks() == 0 ? 0 : run.blockOf(path);
    rows = null;
    do {
      advance();
    } while (row != null && row.path().compareTo(path) <= 0);
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
