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
        public boolean isEverything() {
          return true;
        }

        @Override
        public boolean isWhole(TreePath directory) {
          return true;
        }

        @Override
        public List<byte[]> names(TreePath directory) {
          throw new IllegalStateException("whole directories are listed");
        }
      };

  /** Whether this is every name there is, from the root down. */
  default boolean isEverything() {
    return false;
  }

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

  /**
   * Whether a file that seems to have changed is left unread for a later pass, though the index has
   * an older whole copy of it: it costs too much to be read so often.
   */
  default boolean waits(TreePath path) {
    return false;
  }

  /** So many bytes of a file were read. */
  default void read(TreePath path, long bytes) {}
}
