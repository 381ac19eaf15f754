package io.labvm.linux;

import java.util.Arrays;

/**
 * The names of one directory without {@code .} and {@code ..}, sorted by unsigned bytes. Packed
 * into two arrays, so that a directory of a million names costs its bytes and little more. More
 * than {@link #MAX_BYTES} are refused.
 */
public final class DirEntries {
  /** What the names of one directory may take here: more than two million of 20 bytes. */
  public static final int MAX_BYTES = 1 << 26;

  private byte[] names = new byte[1024];
  private int used;
  private int[] starts = new int[64];
  private int count;

  /** Appends a record: type, then the name. */
  void add(byte[] buffer, int from, int length, int type) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
    }
    int need = used + length + 2;
    if (need > names.length) {
      names = Arrays.copyOf(names, Math.max(need, Math.addExact(names.length, names.length >> 1)));
    }
    starts[count++] = used;
    names[used] = (byte) type;
    names[used + 1] = (byte) length;
    System.arraycopy(buffer, from, names, used + 2, length);
    used = need;
  }

  /** Sorts; a name that a changing directory listed twice stays once. */
  void finish() {
    sort(0, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (kept == 0 || compare(starts[kept - 1], starts[i]) != 0) {
        starts[kept++] = starts[i];
      }
    }
    count = kept;
    starts = Arrays.copyOf(starts, count);
    names = Arrays.copyOf(names, used);
  }

  /** Bytes of memory the names take; must not exceed {@link #MAX_BYTES}. */
  public int bytes() {
    return used + Integer.BYTES * count;
  }

  public int size() {
    return count;
  }

  public byte[] name(int index) {
    int at = starts[index];
    return Arrays.copyOfRange(names, at + 2, at + 2 + length(at));
  }

  /** The type the directory lists, {@link FileType#UNKNOWN} where its file system keeps none. */
  public FileType type(int index) {
    return FileType.ofDirent(names[starts[index]]);
  }

  private int length(int at) {
    return names[at + 1] & 0xff;
  }

  private int compare(int a, int b) {
    return Arrays.compareUnsigned(names, a + 2, a + 2 + length(a), names, b + 2, b + 2 + length(b));
  }

  /** Heap sort: in place and never quadratic, whatever names a hostile directory holds. */
  private void sort(int from, int to) {
    for (int i = (to - from) / 2 - 1; i >= 0; i--) {
      sift(i, to);
    }
    for (int end = to - 1; end > 0; end--) {
      int largest = starts[0];
      starts[0] = starts[end];
      starts[end] = largest;
      sift(0, end);
    }
  }

  private void sift(int root, int end) {
    int moved = starts[root];
    int at = root;
    for (int child; (child = 2 * at + 1) < end; at = child) {
      if (child + 1 < end && compare(starts[child], starts[child + 1]) < 0) {
        child++;
      }
      if (compare(moved, starts[child]) >= 0) {
        break;
      }
      starts[at] = starts[child];
    }
    starts[at] = moved;
  }
}
