package io.labvm.layers.sync;

import io.labvm.layers.capture.Patience;
import io.labvm.layers.delta.TreePath;
import java.util.HashMap;
import java.util.Map;

/** Patience with files that change while they are read, and with those that cost too much. */
final class FilePatience implements Patience {
  private static final int PASSES = 5;
  private static final int REMEMBERED = 1024;

  private final DirtyNames dirty;
  private final HotFiles hot;
  private final Map<TreePath, Integer> attempts = new HashMap<>();

  FilePatience(DirtyNames dirty, HotFiles hot) {
    this.dirty = dirty;
    this.hot = hot;
  }

  /** A few passes long; a file that costs much is taken as it is at once. */
  @Override
  public boolean defers(TreePath path) {
    if (attempts.size() > REMEMBERED) {
      attempts.clear();
    }
    boolean defers = !hot.isRestless(path) && attempts.merge(path, 1, Integer::sum) < PASSES;
    if (defers) {
      dirty.add(path, false);
    } else {
      Integer ignored = attempts.remove(path);
    }
    return defers;
  }

  @Override
  public boolean waits(TreePath path) {
    return hot.waits(path);
  }

  @Override
  public void read(TreePath path, long bytes) {
    hot.read(path, bytes);
  }
}
