package io.labvm.layers.sync;

import io.labvm.layers.capture.Patience;
import io.labvm.layers.capture.Scope;
import io.labvm.layers.delta.TreePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The dirty names of one pass. Grows while the pass looks: by directories the index knows nothing
 * of, and by the other names of inodes that have several.
 */
final class LiveScope implements Scope {
  /** Whether everything below a name is meant too. */
  private final TreeMap<TreePath, Boolean> marks;

  private final LinkNames links;
  private final Patience patience;
  private final Set<Long> inodes = new HashSet<>();

  LiveScope(Map<TreePath, Boolean> marks, LinkNames links, Patience patience) {
    this.marks = new TreeMap<>(marks);
    this.links = links;
    this.patience = patience;
  }

  Map<TreePath, Boolean> marks() {
    return marks;
  }

  /** Whether a name is looked at. */
  boolean covers(TreePath path) {
    return marks.containsKey(path) || isWhole(path);
  }

  @Override
  public boolean isWhole(TreePath directory) {
    for (TreePath at = directory; ; at = at.parent()) {
      if (Boolean.TRUE.equals(marks.get(at))) {
        return true;
      }
      if (at.isRoot()) {
        return false;
      }
    }
  }

  @Override
  public List<byte[]> names(TreePath directory) {
    List<byte[]> names = new ArrayList<>();
    int start = directory.isRoot() ? 0 : directory.length() + 1;
    TreePath last = directory;
    for (TreePath path : marks.tailMap(directory, false).keySet()) {
      if (!path.isBelow(directory)) {
        break;
      }
      if (last.equals(directory) || !(path.equals(last) || path.isBelow(last))) {
        last = firstBelow(path, start);
        names.add(last.name());
      }
    }
    return names;
  }

  private static TreePath firstBelow(TreePath path, int start) {
    byte[] bytes = path.bytes();
    int end = start;
    while (end < bytes.length && bytes[end] != '/') {
      end++;
    }
    return path.prefix(end);
  }

  @Override
  public void widen(TreePath directory) {
    marks.put(directory, true);
  }

  @Override
  public void linked(long inode) {
    inodes.add(inode);
  }

  @Override
  public boolean settle() {
    boolean settled = inodes.isEmpty() || links.areAllKnown() || isWhole(TreePath.ROOT);
    if (!settled) {
      widen(TreePath.ROOT); // the other names may be anywhere
    }
    for (long inode : inodes) {
      for (TreePath name : links.names(inode)) {
        if (!covers(name)) {
          marks.put(name, false);
          settled = false;
        }
      }
    }
    inodes.clear();
    return settled;
  }

  @Override
  public Patience patience() {
    return patience;
  }
}
