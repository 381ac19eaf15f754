package io.labvm.layers.index;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of an index in tree order, as they are after all its frames. */
public final class IndexCursor {
  private final MergedRows rows;

  IndexCursor(List<Run> newestFirst) throws IOException {
    rows = new MergedRows(newestFirst);
  }

  /** The next entry, null behind the last. Damage ends the iteration: the index is lost then. */
  public @Nullable IndexEntry next() throws IOException {
    Row row = rows.next();
    while (row != null && row.entry() == null) {
      row = rows.next();
    }
    return row == null ? null : row.entry();
  }
}
