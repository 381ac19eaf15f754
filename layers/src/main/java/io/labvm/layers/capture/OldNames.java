package io.labvm.layers.capture;

import io.labvm.layers.delta.TreePath;
import io.labvm.layers.index.IndexEntry;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The index beside the scan: one step for each of its names, each linked one counted. */
final class OldNames {
  /** Entries of an index in tree order. */
  interface Source {
    @Nullable IndexEntry next() throws IOException;
  }

  private final Source cursor;
  private final Scope scope;
  private final LinkGroups groups;
  private @Nullable IndexEntry next;

  OldNames(Source cursor, Scope scope, LinkGroups groups) throws IOException {
    this.cursor = cursor;
    this.scope = scope;
    this.groups = groups;
    advance();
  }

  private void advance() throws IOException {
    next = cursor.next();
    if (next != null && next.linked()) {
      groups.add(next.token().inode(), next.path());
      scope.linked(next.token().inode());
    }
  }

  /** The next name before a path, and behind it from now on; null when there is none. */
  @Nullable IndexEntry before(TreePath path) throws IOException {
    IndexEntry found = next;
    if (found == null || found.path().compareTo(path) >= 0) {
      return null;
    }
    advance();
    return found;
  }

  /** The entry of a path, null when the index has none. */
  @Nullable IndexEntry at(TreePath path) throws IOException {
    IndexEntry found = next;
    if (found == null || !found.path().equals(path)) {
      return null;
    }
    advance();
    return found;
  }

  /** The next name below a directory. */
  @Nullable IndexEntry below(TreePath directory) throws IOException {
    IndexEntry found = next;
    if (found == null || !found.path().isBelow(directory)) {
      return null;
    }
    advance();
    return found;
  }

  void skipBelow(TreePath directory) throws IOException {
    while (below(directory) != null) {}
  }
}
