package io.labvm.layers.capture;

import io.labvm.layers.delta.TreePath;
import java.util.List;

/** Every name there is, from the root down. */
public record Everything(Patience patience) implements Scope {
  @Override
  public boolean isWhole(TreePath directory) {
    return true;
  }

  @Override
  public List<byte[]> names(TreePath directory) {
    throw new IllegalStateException("whole directories are listed");
  }
}
