package io.labvm.layers.erofs;

import java.util.Arrays;

/** The inodes that are not directories: where each lies, what it is, how many names it has. */
final class Inodes {
  private long[] nid = new long[64];
  private int[] links = new int[64];
  private byte[] type = new byte[64];
  private int count;
  private int placed;

  /** Adds an inode at a slot counted from the start of the segment that is being filled. */
  int add(long slot, byte entryType) {
    if (count == nid.length) {
      int size = Math.addExact(count, count / 2 + 1);
      nid = Arrays.copyOf(nid, size);
      links = Arrays.copyOf(links, size);
      type = Arrays.copyOf(type, size);
    }
    nid[count] = slot;
    type[count] = entryType;
    return count++;
  }

  /** The segment of all inodes added since the last call starts at this slot of the image. */
  void place(long segmentSlot) {
    while (placed < count) {
      nid[placed++] += segmentSlot;
    }
  }

  void link(int inode) {
    links[inode]++;
  }

  int links(int inode) {
    return links[inode];
  }

  long nid(int inode) {
    return nid[inode];
  }

  byte type(int inode) {
    return type[inode];
  }

  /** What it holds of memory. */
  long bytes() {
    return 13L * nid.length;
  }

  int count() {
    return count;
  }
}
