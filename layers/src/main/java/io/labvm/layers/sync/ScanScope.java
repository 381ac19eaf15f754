package io.labvm.layers.sync;

import io.labvm.layers.capture.Scope;
import io.labvm.layers.delta.TreePath;
import java.util.List;

/** Everything, but for files that have cost too much lately. */
record ScanScope(HotFiles hot) implements Scope {
  @Override
  public boolean isEverything() {
    return true;
  }

  @Override
  public boolean isWhole(TreePath directory) {
    return EVERYTHING.isWhole(directory);
  }

  @Override
  public List<byte[]> names(TreePath directory) {
    return EVERYTHING.names(directory);
  }

  @Override
  public boolean waits(TreePath path) {
    return hot.holds(path);
  }

  @Override
  public void read(TreePath path, long bytes) {
    hot.read(path, bytes);
  }
}
