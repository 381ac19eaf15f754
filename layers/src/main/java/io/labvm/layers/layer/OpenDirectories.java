package io.labvm.layers.layer;

import io.labvm.layers.delta.TreePath;
import io.labvm.layers.erofs.ErofsWriter;
import java.util.Arrays;

/** The directories of the image on the way to the current path, two numbers for each. */
final class OpenDirectories {
  private int[] length = new int[16];
  private int[] number = new int[16];
  private int depth;
  private TreePath last = TreePath.ROOT;

  void enter(TreePath path, ErofsWriter.Directory directory) {
    if (depth == length.length) {
      length = Arrays.copyOf(length, depth * 2);
      number = Arrays.copyOf(number, depth * 2);
    }
    length[depth] = path.length();
    number[depth++] = directory.number();
  }

  /** Leaves all that the path does not lie in. */
  void leaveFor(TreePath path) {
    int common = path.commonLength(last);
    while (length[depth - 1] > common || !path.endsNameAt(length[depth - 1])) {
      depth--;
    }
    last = path;
  }

  ErofsWriter.Directory current() {
    return new ErofsWriter.Directory(number[depth - 1]);
  }
}
