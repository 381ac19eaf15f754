package io.labvm.layers.source;

import io.labvm.layers.erofs.ErofsWriter;
import io.labvm.linux.Stat;
import org.jspecify.annotations.Nullable;

/** Which image inode each source inode with several names became; packed, open addressing. */
final class LinkTable {
  private long[] inodes = new long[256];
  private long[] devices = new long[256];
  private int[] numbers = new int[256];
  private int count;

  /** The image inode of a source inode, or null when it was not seen before. */
  ErofsWriter.@Nullable Inode find(Stat stat) {
    int slot = slot(stat.device(), stat.inode());
    return numbers[slot] == 0 ? null : new ErofsWriter.Inode(numbers[slot] - 1);
  }

  void put(Stat stat, ErofsWriter.Inode inode) {
    if (++count * 2 > numbers.length) {
      grow();
    }
    set(stat.device(), stat.inode(), inode.number() + 1);
  }

  private void set(long device, long inode, int number) {
    int slot = slot(device, inode);
    devices[slot] = device;
    inodes[slot] = inode;
    numbers[slot] = number;
  }

  private void grow() {
    long[] oldInodes = inodes;
    long[] oldDevices = devices;
    int[] oldNumbers = numbers;
    inodes = new long[oldInodes.length * 2];
    devices = new long[oldInodes.length * 2];
    numbers = new int[oldInodes.length * 2];
    for (int i = 0; i < oldNumbers.length; i++) {
      if (oldNumbers[i] != 0) {
        set(oldDevices[i], oldInodes[i], oldNumbers[i]);
      }
    }
  }

  private int slot(long device, long inode) {
    long hash = (inode * 31 + device) * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash >>> 32) & (numbers.length - 1);
    while (numbers[slot] != 0 && (inodes[slot] != inode || devices[slot] != device)) {
      slot = (slot + 1) & (numbers.length - 1);
    }
    return slot;
  }
}
