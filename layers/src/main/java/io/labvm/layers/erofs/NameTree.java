package io.labvm.layers.erofs;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Directories and the names in them, in columns of numbers: about 40 bytes per name plus the name.
 *
 * <p>A target is an inode number of {@link Inodes} or, as complement, a directory of this tree.
 */
final class NameTree {
  static final int ROOT = 0;
  private static final int NONE = -1;
  private static final byte[] DOTS = {'.', '.'};

  private final ByteStore names = new ByteStore();

  // Per entry.
  private int[] nameAt = new int[64];
  private int[] parentOf = new int[64];
  private int[] target = new int[64];
  private int[] next = new int[64];
  private int entries;

  // Per directory.
  private int[] firstEntry = new int[16];
  private int[] upOf = new int[16];
  private int directories;

  // Entries by (directory, name); open addressing, 0 is free.
  private int[] table = new int[256];

  /** Makes a directory whose {@code ..} is {@code up}; its name is set by {@link #put}. */
  int addDirectory(int up) {
    if (directories == firstEntry.length) {
      firstEntry = Arrays.copyOf(firstEntry, directories * 2);
      upOf = Arrays.copyOf(upOf, directories * 2);
    }
    firstEntry[directories] = NONE;
    upOf[directories] = up;
    return directories++;
  }

  int up(int directory) {
    return upOf[directory];
  }

  /** What it holds of memory, at most for a moment twice. */
  long bytes() {
    return names.bytes() + 16L * nameAt.length + 4L * table.length + 8L * firstEntry.length;
  }

  int directoryCount() {
    return directories;
  }

  /** What a name stands for; null when the directory has no such name. */
  @Nullable Integer find(int directory, byte[] name) {
    int entry = table[slot(directory, name)];
    return entry == 0 ? null : target[entry - 1];
  }

  /** Gives a target a name; a name that is there stands for the new target from now on. */
  void put(int directory, byte[] name, int newTarget) {
    if (name.length == 0 || name.length > ErofsFormat.MAX_NAME) {
      throw new IllegalArgumentException("name of " + name.length + " bytes");
    }
    int slot = slot(directory, name);
    if (table[slot] != 0) {
      target[table[slot] - 1] = newTarget;
      return;
    }
    table[slot] = addEntry(directory, name, newTarget) + 1;
    if (entries * 2 > table.length) {
      rehash();
    }
  }

  private int addEntry(int directory, byte[] name, int newTarget) {
    if (entries == nameAt.length) {
      int size = Math.addExact(entries, entries / 2 + 1);
      nameAt = Arrays.copyOf(nameAt, size);
      parentOf = Arrays.copyOf(parentOf, size);
      target = Arrays.copyOf(target, size);
      next = Arrays.copyOf(next, size);
    }
    byte[] record = new byte[name.length + 1];
    record[0] = (byte) name.length;
    System.arraycopy(name, 0, record, 1, name.length);
    nameAt[entries] = names.add(record, 0, record.length);
    parentOf[entries] = directory;
    target[entries] = newTarget;
    next[entries] = firstEntry[directory];
    firstEntry[directory] = entries;
    return entries++;
  }

  private int slot(int directory, byte[] name) {
    int slot = spread(directory, name, 0, name.length) & (table.length - 1);
    while (table[slot] != 0 && !isNamed(table[slot] - 1, directory, name)) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private boolean isNamed(int entry, int directory, byte[] name) {
    if (parentOf[entry] != directory) {
      return false;
    }
    byte[] array = names.array(nameAt[entry]);
    int at = ByteStore.offset(nameAt[entry]) + 1;
    return Arrays.equals(array, at, at + length(entry), name, 0, name.length);
  }

  private void rehash() {
    table = new int[Math.multiplyExact(table.length, 2)];
    for (int entry = 0; entry < entries; entry++) {
      byte[] array = names.array(nameAt[entry]);
      int at = ByteStore.offset(nameAt[entry]) + 1;
      int slot = spread(parentOf[entry], array, at, length(entry)) & (table.length - 1);
      while (table[slot] != 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = entry + 1;
    }
  }

  private static int spread(int directory, byte[] bytes, int from, int length) {
    int hash = directory * 0x9E3779B9;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + bytes[from + i];
    }
    hash *= 0x85EBCA6B;
    return hash ^ hash >>> 15;
  }

  private int length(int entry) {
    return names.array(nameAt[entry])[ByteStore.offset(nameAt[entry])] & 0xff;
  }

  /** Puts the names of a directory in order; afterwards nothing may be added to it. */
  void sort(int directory) {
    int count = 0;
    for (int e = firstEntry[directory]; e != NONE; e = next[e]) {
      count++;
    }
    int[] order = new int[count];
    // Names arrive mostly in order and are chained backwards.
    for (int e = firstEntry[directory]; e != NONE; e = next[e]) {
      order[--count] = e;
    }
    mergeSort(order);
    int following = NONE;
    for (int i = order.length - 1; i >= 0; i--) {
      next[order[i]] = following;
      following = order[i];
    }
    firstEntry[directory] = following;
  }

  /** Runs that are in order already cost one comparison. */
  private void mergeSort(int[] order) {
    int[] from = order;
    int[] to = new int[order.length];
    boolean elsewhere = false;
    for (int width = 1; width < order.length; width *= 2) {
      for (int low = 0; low < order.length; low += 2 * width) {
        int middle = Math.min(low + width, order.length);
        merge(from, to, low, middle, Math.min(middle + width, order.length));
      }
      int[] swap = from;
      from = to;
      to = swap;
      elsewhere = !elsewhere;
    }
    if (elsewhere) {
      System.arraycopy(from, 0, order, 0, order.length);
    }
  }

  private void merge(int[] from, int[] to, int low, int middle, int high) {
    if (middle >= high || compare(from[middle - 1], from[middle]) < 0) {
      System.arraycopy(from, low, to, low, high - low);
      return;
    }
    int left = low;
    int right = middle;
    for (int i = low; i < high; i++) {
      boolean takeLeft = right >= high || (left < middle && compare(from[left], from[right]) < 0);
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }

  private int compare(int a, int b) {
    int at = ByteStore.offset(nameAt[a]) + 1;
    return -compareName(b, names.array(nameAt[a]), at, length(a));
  }

  private int compareName(int entry, byte[] bytes, int from, int length) {
    byte[] array = names.array(nameAt[entry]);
    int at = ByteStore.offset(nameAt[entry]) + 1;
    return Arrays.compareUnsigned(array, at, at + length(entry), bytes, from, from + length);
  }

  /** Receives one name of a directory. */
  interface Visitor {
    void name(byte[] array, int from, int length, int target) throws IOException;
  }

  /** The names without {@code .} and {@code ..}; in order after {@link #sort}. */
  void forEach(int directory, Visitor visitor) throws IOException {
    for (int e = firstEntry[directory]; e != NONE; e = next[e]) {
      visit(e, visitor);
    }
  }

  /** All names of a sorted directory, with {@code .} and {@code ..} at their sorted places. */
  void forEachWithDots(int directory, Visitor visitor) throws IOException {
    int dots = 1;
    for (int e = firstEntry[directory]; e != NONE; e = next[e]) {
      while (dots <= 2 && compareName(e, DOTS, 0, dots) > 0) {
        visitDots(directory, dots++, visitor);
      }
      visit(e, visitor);
    }
    while (dots <= 2) {
      visitDots(directory, dots++, visitor);
    }
  }

  private void visitDots(int directory, int dots, Visitor visitor) throws IOException {
    visitor.name(DOTS, 0, dots, ~(dots == 1 ? directory : upOf[directory]));
  }

  private void visit(int entry, Visitor visitor) throws IOException {
    byte[] array = names.array(nameAt[entry]);
    int at = ByteStore.offset(nameAt[entry]) + 1;
    visitor.name(array, at, length(entry), target[entry]);
  }
}
