package io.labvm.layers.index;

import io.labvm.layers.delta.TreePath;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the blocks of a run begin, and the first path of every n-th. Paths may be long: when all of
 * them need more room than is good, every second is forgotten.
 */
final class BlockTable {
  private static final int KEY_BYTES = 1 << 20;
  private static final int KEY_OVERHEAD = 48;

  private long[] offsets = new long[16];
  private int blocks;
  private List<TreePath> keys = new ArrayList<>();
  private int stride = 1;
  private long keyBytes;

  void add(long offset, TreePath first) {
    if (blocks == offsets.length) {
      offsets = Arrays.copyOf(offsets, blocks * 2);
    }
    offsets[blocks] = offset;
    if (blocks % stride == 0) {
      addKey(first);
    }
    blocks++;
  }

  private void addKey(TreePath key) {
    keys.add(key);
    keyBytes += key.length() + KEY_OVERHEAD;
    while (keyBytes > KEY_BYTES && keys.size() > 1) {
      thin();
    }
  }

  private void thin() {
    List<TreePath> kept = new ArrayList<>(keys.size() / 2 + 1);
    keyBytes = 0;
    for (int i = 0; i < keys.size(); i += 2) {
      kept.add(keys.get(i));
      keyBytes += keys.get(i).length() + KEY_OVERHEAD;
    }
    keys = kept;
    stride *= 2;
  }

  int blocks() {
    return blocks;
  }

  long offset(int block) {
    return offsets[block];
  }

  /** The first block that can hold the path; it or one of the next {@link #stride} does. */
  int find(TreePath path) {
    int low = 0;
    int high = keys.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (keys.get(middle).compareTo(path) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low * stride;
  }

  int stride() {
    return stride;
  }

  byte[] encode() {
    int size = 8 + blocks * Long.BYTES;
    for (TreePath key : keys) {
      size += Integer.BYTES + key.length();
    }
    byte[] bytes = new byte[size];
    ByteBuffer b = RunFormat.little(bytes);
    b.putInt(stride).putInt(keys.size());
    for (int i = 0; i < blocks; i++) {
      b.putLong(offsets[i]);
    }
    for (TreePath key : keys) {
      b.putInt(key.length()).put(key.bytes());
    }
    return bytes;
  }

  /** Anything impossible is an unchecked exception, to be told as damage. */
  static BlockTable decode(byte[] bytes, int blocks) {
    BlockTable table = new BlockTable();
    ByteBuffer b = RunFormat.little(bytes);
    table.stride = b.getInt();
    int keys = b.getInt();
    if (table.stride < 1 || keys != (blocks + table.stride - 1) / table.stride) {
      throw new IllegalArgumentException("table of " + keys + " keys");
    }
    table.offsets = new long[blocks];
    table.blocks = blocks;
    for (int i = 0; i < blocks; i++) {
      table.offsets[i] = b.getLong();
    }
    for (int i = 0; i < keys; i++) {
      byte[] key = new byte[Math.min(b.getInt(), RunFormat.MAX_PATH)];
      b.get(key);
      table.keys.add(TreePath.of(key));
    }
    return table;
  }
}
