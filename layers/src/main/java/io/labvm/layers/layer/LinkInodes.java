package io.labvm.layers.layer;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.erofs.ErofsWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The inodes of link groups, which are numbered 1, 2, … in the order they appear. */
final class LinkInodes {
  private int[] inodes = new int[16];
  private int[] checks = new int[16];
  private int count;

  /** The inode of an earlier name, null for the first one of a group. */
  ErofsWriter.@Nullable Inode find(DeltaEntry entry) throws LayerException {
    if (entry.group() < 1 || entry.group() > count + 1L) {
      throw new IllegalArgumentException("group " + entry.group() + " of " + count);
    }
    if (entry.group() > count) {
      return null;
    }
    int index = (int) entry.group() - 1;
    if (checks[index] != check(entry)) {
      throw new LayerException(
          LayerError.DAMAGED, "the names of one group differ: " + entry.path());
    }
    return new ErofsWriter.Inode(inodes[index]);
  }

  void add(DeltaEntry entry, ErofsWriter.Inode inode) {
    if (count == inodes.length) {
      inodes = Arrays.copyOf(inodes, count * 2);
      checks = Arrays.copyOf(checks, count * 2);
    }
    inodes[count] = inode.number();
    checks[count++] = check(entry);
  }

  private static int check(DeltaEntry entry) {
    return 31 * entry.attributes().hashCode() + entry.body().hashCode();
  }
}
