package io.labvm.layers.capture;

import io.labvm.layers.delta.TreePath;

/** What a pass does about files that do not rest, or that cost too much to be read so often. */
public interface Patience {
  /** Every file is read and emitted as it is. */
  Patience NONE = new Patience() {};

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
