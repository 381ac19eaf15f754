package io.labvm.layers.capture;

import io.labvm.layers.delta.TreePath;
import java.util.List;

/**
 * Which names a pass looks at. The rest is taken to be as the index has it; a pass with a scope is
 * exact for what it looks at, since every name is judged from the root down by the seal table.
 */
public interface Scope {
  /** Every name there is. */
  Scope EVERYTHING =
      new Scope() {
        @Override
        public boolean isWhole(TreePath directory) {
          return true;
        }

        @Override
        public List<byte[]> names(TreePath directory) {
          throw new IllegalStateException("whole directories are listed");
        }
      };

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

  /**
   * Whether a file that changed while it was read is left for a later pass, though the index has an
   * older whole copy of it.
   */
  default boolean defers(TreePath path) {
    return false;
  }
}
