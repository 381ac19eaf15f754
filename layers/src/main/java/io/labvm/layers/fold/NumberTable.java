package io.labvm.layers.fold;

/** Numbers by numbers, both positive, in two arrays: open addressing, 0 is free. */
final class NumberTable {
  private long[] keys = new long[16];
  private int[] values = new int[16];
  private int size;

  /** The value of a key, 0 for none. */
  int get(long key) {
    return values[slot(key)];
  }

  void put(long key, int value) {
    int slot = slot(key);
    if (keys[slot] == 0 && ++size * 4L > keys.length * 3L) {
      grow();
      slot = slot(key);
    }
    keys[slot] = key;
    values[slot] = value;
  }

  private int slot(long key) {
    int slot = spread(key) & (keys.length - 1);
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[Math.multiplyExact(oldKeys.length, 2)];
    values = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }

  private static int spread(long key) {
    long hash = key * 0x9E3779B97F4A7C15L;
    return (int) (hash >>> 32);
  }
}
