package io.labvm.layers.sync;

import io.labvm.layers.capture.ScopedNames;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.index.Index;
import io.labvm.layers.index.IndexCursor;
import io.labvm.layers.index.IndexEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which names of an index are one inode, for inodes with several; they are shipped together. Beyond
 * a size of such names none is remembered, and {@link #areAllKnown} says so.
 */
final class LinkNames {
  /** What a name takes besides its bytes, about. */
  static final int NAME_BYTES = 256;

  private final TreeMap<TreePath, Long> inodes = new TreeMap<>();
  private final Map<Long, Set<TreePath>> names = new HashMap<>();
  private final long limit;
  private long bytes;
  private boolean tooMany;

  /**
   * @param limit bytes of memory, about
   */
  LinkNames(long limit) {
    this.limit = limit;
  }

  void load(Index index) throws IOException {
    tooMany = false;
    clear();
    IndexCursor cursor = index.iterate();
    for (IndexEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
      add(entry);
    }
  }

  /** What a pass over some names may have changed. */
  void refresh(Index index, LiveScope scope) throws IOException {
    if (scope.isWhole(TreePath.ROOT)) {
      load(index);
      return;
    }
    for (Map.Entry<TreePath, Boolean> mark : scope.marks().entrySet()) {
      IndexEntry now = index.lookup(mark.getKey());
      if (now != null && now.state().isDirectory() && !mark.getValue()) {
        remove(mark.getKey());
      } else {
        forget(mark.getKey());
      }
    }
    ScopedNames found = new ScopedNames(scope, index.root());
    for (IndexEntry entry = found.next(); entry != null; entry = found.next()) {
      add(entry);
    }
  }

  /** A name and all below it: below a name that is no directory any more nothing is left. */
  private void forget(TreePath path) {
    List<TreePath> gone = new ArrayList<>();
    for (TreePath at : inodes.tailMap(path, true).keySet()) {
      if (!at.equals(path) && !at.isBelow(path)) {
        break;
      }
      gone.add(at);
    }
    gone.forEach(this::remove);
  }

  private void remove(TreePath path) {
    Long inode = inodes.remove(path);
    if (inode != null) {
      bytes -= NAME_BYTES + path.length();
      names.computeIfPresent(
          inode,
          (key, set) -> {
            set.remove(path);
            return set.isEmpty() ? null : set;
          });
    }
  }

  private void add(IndexEntry entry) {
    if (entry.linked() && !tooMany) {
      remove(entry.path());
      inodes.put(entry.path(), entry.token().inode());
      names.computeIfAbsent(entry.token().inode(), key -> new TreeSet<>()).add(entry.path());
      bytes += NAME_BYTES + entry.path().length();
      if (bytes > limit) {
        tooMany = true;
        clear();
      }
    }
  }

  private void clear() {
    inodes.clear();
    names.clear();
    bytes = 0;
  }

  /** Whether what is not answered by {@link #names} has no other name. */
  boolean areAllKnown() {
    return !tooMany;
  }

  Set<TreePath> names(long inode) {
    return names.getOrDefault(inode, Set.of());
  }
}
