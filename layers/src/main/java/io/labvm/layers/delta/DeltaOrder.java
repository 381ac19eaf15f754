package io.labvm.layers.delta;

import org.jspecify.annotations.Nullable;

/** Checks one entry after another: the root first, ascending, each in a directory named before. */
public final class DeltaOrder {
  private @Nullable TreePath previous;
  private boolean previousIsDirectory;

  /** What is wrong with the next entry, or null. */
  public @Nullable String complaint(DeltaEntry entry) {
    TreePath path = entry.path();
    TreePath before = previous;
    previous = path;
    boolean inDirectory = before == null || isNamed(path, before);
    previousIsDirectory = entry.state().isDirectory();
    if (before == null) {
      return path.isRoot() ? null : "the first entry is not the root";
    }
    if (path.compareTo(before) <= 0) {
      return "paths out of order";
    }
    return inDirectory ? null : "an entry without its directory";
  }

  private boolean isNamed(TreePath path, TreePath before) {
    int parent = path.parentLength();
    return path.commonLength(before) >= parent
        && before.endsNameAt(parent)
        && (before.length() > parent || previousIsDirectory);
  }
}
