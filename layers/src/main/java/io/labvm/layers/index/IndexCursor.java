package io.labvm.layers.index;

import io.labvm.layers.delta.TreePath;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of an index in tree order, as they are after all its frames. */
public final class IndexCursor {
  private final MergedRows rows;
  private final @Nullable TreePath within;

  IndexCursor(List<Run> newestFirst) throws IOException {
    rows = new MergedRows(newestFirst);
    within = null;
  }

  /** Only what lies below a directory, which the rows begin with. */
  IndexCursor(MergedRows rows, TreePath within) {
    this.rows = rows;
    this.within = within;
  }

  /** The next entry, null behind the last. Damage ends the iteration: the index is lost then. */
  public @Nullable IndexEntry next() throws IOException {
    Row row = rows.next();
    while (row != null && row.entry() == null && isWithin(row)) {
      row = rows.next();
    }
    return row == null || !isWithin(row) ? null : row.entry();
  }

  private boolean isWithin(Row row) {
    return within == null || row.path().isBelow(within);
  }
}
