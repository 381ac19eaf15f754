package io.labvm.layers.index;

import io.labvm.layers.delta.TreePath;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an index says about one name, and the way to the names below it. Valid until the index
 * changes; keep looks of directories, since a path costs one search per name.
 */
public final class Look {
  private final List<Run> runs;
  private final TreePath path;
  private final @Nullable IndexEntry entry;

  private Look(List<Run> runs, TreePath path, @Nullable IndexEntry entry) {
    this.runs = runs;
    this.path = path;
    this.entry = entry;
  }

  static Look at(List<Run> newestFirst, TreePath path) throws IOException {
    IndexEntry found = null;
    boolean known = false;
    for (int i = 0; i < newestFirst.size(); i++) {
      Row row = newestFirst.get(i).find(path);
      if (row == null) {
        continue;
      }
      found = known ? found : row.entry();
      known = true;
      if (row.replaces()) {
        return new Look(List.copyOf(newestFirst.subList(0, i + 1)), path, found);
      }
    }
    return new Look(newestFirst, path, found);
  }

  /** The entry, null when the index has none of that name. */
  public @Nullable IndexEntry entry() {
    return entry;
  }

  /** All names below this directory in tree order; valid until the index changes. */
  public IndexCursor below() throws IOException {
    return new IndexCursor(MergedRows.below(runs, path), path);
  }

  /** The same for a name in this directory. */
  public Look child(byte[] name) throws IOException {
    return at(runs, path.child(name));
  }
}
