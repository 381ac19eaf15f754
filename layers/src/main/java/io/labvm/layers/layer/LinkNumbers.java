package io.labvm.layers.layer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which inode stands for which group of links, and how many names of it were seen. */
final class LinkNumbers {
  private long[] inodes = new long[16];
  private int[] expected = new int[16];
  private int[] seen = new int[16];
  private int count;

  /** What is wrong with a name of a group on an inode with so many links, or null. */
  @Nullable String complaint(long group, long nid, int links) {
    if (group == 0) {
      return links == 1 ? null : links + " links of a file that has one name";
    }
    if (group > count + 1L) {
      return "group " + group + " before " + (count + 1);
    }
    int index = (int) group - 1;
    if (index == count) {
      add(nid, links);
    }
    seen[index]++;
    return inodes[index] == nid && expected[index] == links && seen[index] <= links
        ? null
        : "hard links";
  }

  private void add(long nid, int links) {
    if (count == inodes.length) {
      inodes = Arrays.copyOf(inodes, count * 2);
      expected = Arrays.copyOf(expected, count * 2);
      seen = Arrays.copyOf(seen, count * 2);
    }
    inodes[count] = nid;
    expected[count++] = links;
  }

  /** Whether all names that the inodes count were seen. */
  boolean isComplete() {
    return Arrays.equals(expected, 0, count, seen, 0, count);
  }
}
