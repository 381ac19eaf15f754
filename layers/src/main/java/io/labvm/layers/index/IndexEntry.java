package io.labvm.layers.index;

import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.TreePath;
import io.labvm.linux.FileType;

/**
 * One name of the upper as it was shipped.
 *
 * @param linked whether its inode had more than one name
 */
public record IndexEntry(TreePath path, NameState state, boolean linked, Token token, Shown shown) {

  public IndexEntry {
    boolean fits =
        switch (state) {
          case WHITEOUT -> shown.equals(Shown.NOTHING) && !linked;
          case NODE -> shown.type() != FileType.DIRECTORY;
          case DIRECTORY, OPAQUE_DIRECTORY -> shown.type() == FileType.DIRECTORY && !linked;
        };
    if (!fits) {
      throw new IllegalArgumentException(path + " is " + state + " with " + shown);
    }
  }

  public static IndexEntry whiteout(TreePath path) {
    return new IndexEntry(path, NameState.WHITEOUT, false, Token.NONE, Shown.NOTHING);
  }
}
