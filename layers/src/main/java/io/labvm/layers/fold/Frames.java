package io.labvm.layers.fold;

import io.labvm.layers.delta.Below;
import io.labvm.layers.delta.TreePath;
import java.util.Arrays;

/**
 * The directories on the way to the current path. Of each only the length of its path is kept: all
 * are prefixes of the last one, so depth costs a few words and not a path per level.
 */
final class Frames {
  /** The cutoff below something that is no directory. */
  static final int NOTHING_SHOWS = -1;

  private int[] length = new int[16];
  private int[] cutoff = new int[16];
  private Below[] below = new Below[16];
  private int depth;
  private TreePath last = TreePath.ROOT;

  /** Enters what {@link #leaveFor} was called for; the path has that length. */
  void push(int pathLength, int newCutoff, Below newBelow) {
    if (depth == length.length) {
      length = Arrays.copyOf(length, depth * 2);
      cutoff = Arrays.copyOf(cutoff, depth * 2);
      below = Arrays.copyOf(below, depth * 2);
    }
    length[depth] = pathLength;
    cutoff[depth] = newCutoff;
    below[depth++] = newBelow;
  }

  /** Leaves all that the path does not lie in. */
  void leaveFor(TreePath path) {
    int common = path.commonLength(last);
    while (length[depth - 1] > common || !path.endsNameAt(length[depth - 1])) {
      depth--;
      below[depth] = Below.NOTHING;
    }
    last = path;
  }

  /** Sources beyond this one are hidden here. */
  int cutoff() {
    return cutoff[depth - 1];
  }

  /** The merged view below this directory, as far as it shows. */
  Below below() {
    return below[depth - 1];
  }
}
