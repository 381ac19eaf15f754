package io.labvm.layers.capture;

import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.index.Shown;
import io.labvm.layers.index.Token;

/**
 * What the scan found out about one name, in as far as something may have to be done.
 *
 * @param token of the upper's inode at the scan
 * @param oldInode what the index has of a node, 0 without one
 * @param shown of a directory: what the scan saw; of {@link Op#CHECK}: what the index has
 */
record PlanRow(TreePath path, Op op, int flags, Token token, long oldInode, Shown shown) {
  /** Of a directory: it is emitted whatever happens below it. */
  static final int EMIT = 1;

  /** Of a directory: emitted as opaque. */
  static final int MARK = 2;

  /** Of a directory: nothing of the index is left below it. */
  static final int REPLACE = 4;

  /** Of a directory: the index learns its new token. */
  static final int RENEW = 8;

  /** Of a directory: the upper's own is opaque. */
  static final int OPAQUE = 16;

  /** Of a node: its inode has several names. */
  static final int LINKED = 32;

  /** Of a node: the index says that it had several. */
  static final int WAS_LINKED = 64;

  /** What is to be done about a name. */
  enum Op {
    DIRECTORY,
    /** Emitted. */
    NODE,
    /** Emitted if it differs from what the index has. */
    CHECK,
    /** A linked node that did not change by itself. */
    SAME,
    /** The upper has a whiteout that is news. */
    HIDE,
    /** The upper has nothing any more where something is to be hidden. */
    VANISH,
    /** The index has a whiteout the upper has no more. */
    FORGET,
    /** A whiteout inside a whole directory: only remembered. */
    NOTE
  }

  static PlanRow of(TreePath path, Op op) {
    return new PlanRow(path, op, 0, Token.NONE, 0, Shown.NOTHING);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** What the upper has there, of a directory. */
  NameState state() {
    return has(OPAQUE) ? NameState.OPAQUE_DIRECTORY : NameState.DIRECTORY;
  }
}
