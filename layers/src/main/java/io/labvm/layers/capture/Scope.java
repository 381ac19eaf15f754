package io.labvm.layers.capture;

import io.labvm.layers.delta.TreePath;
import java.util.List;

/**
 * Which names a pass looks at. The rest is taken to be as the index has it; a pass with a scope is
 * exact for what it looks at, since every name is judged from the root down by the seal table.
 */
public interface Scope {
  /** Whether everything below a directory is looked at. */
  boolean isWhole(TreePath directory);

  /** Names in a directory that is not looked at whole, by their bytes, each once. */
  List<byte[]> names(TreePath directory);

  /** A directory below which everything is looked at, since the index knows nothing there. */
  default void widen(TreePath directory) {}

  /** A node was looked at whose inode has, or had in the index, several names. */
  default void linked(long inode) {}

  /** False when what was {@link #linked} brought new names: then the look begins anew. */
  default boolean settle() {
    return true;
  }

  /** What is done about files that do not rest. */
  default Patience patience() {
    return Patience.NONE;
  }
}
