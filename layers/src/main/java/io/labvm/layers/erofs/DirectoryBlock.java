package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.BLOCK;
import static io.labvm.layers.erofs.ErofsFormat.DIRENT;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** One block of a directory: fixed records from the front, names behind them. */
final class DirectoryBlock {
  private static final int MAX = BLOCK / (DIRENT + 1);

  private final long[] nid = new long[MAX];
  private final byte[] type = new byte[MAX];
  private final int[] nameEnd = new int[MAX];
  private final byte[] names = new byte[BLOCK];
  private final byte[] stored = new byte[BLOCK];
  private final ByteBuffer block = InodeArea.little(stored);
  private int count;

  void clear() {
    count = 0;
  }

  boolean hasRoom(int length) {
    return (count + 1) * DIRENT + used() + length <= BLOCK;
  }

  void add(byte[] array, int from, int length, long inode, byte entryType) {
    System.arraycopy(array, from, names, used(), length);
    nid[count] = inode;
    type[count] = entryType;
    nameEnd[count] = used() + length;
    count++;
  }

  private int used() {
    return count == 0 ? 0 : nameEnd[count - 1];
  }

  /** The block as it is stored; valid until the next change. */
  byte[] bytes() {
    Arrays.fill(stored, (byte) 0);
    block.clear();
    int nameAt = count * DIRENT;
    for (int i = 0; i < count; i++) {
      int start = nameAt + (i == 0 ? 0 : nameEnd[i - 1]);
      block.putLong(nid[i]).putShort((short) start).put(type[i]).put((byte) 0);
    }
    block.put(names, 0, used());
    return stored;
  }
}
