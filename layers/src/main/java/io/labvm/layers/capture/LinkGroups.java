package io.labvm.layers.capture;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.index.Shown;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which names are one inode, for inodes with several. Packed: a number and a sum of 128 bits stand
 * for the set of names, so that names cost nothing; another 128 bits stand for what the first name
 * showed. There is an end to their number, by the memory there is: one desktop with more must not
 * take the others along.
 */
final class LinkGroups {
  /** Of memory for each slot that there may be: both sides of a capture take a quarter of it. */
  private static final long MEMORY = 256;

  private final byte[] secret;
  private final int most;
  private long[] inodes = new long[64];
  private int[] counts = new int[64];
  private long[] high = new long[64];
  private long[] low = new long[64];
  private boolean[] emitted = new boolean[64];
  private int[] numbers = new int[64];

  /** Two for each slot, both 0 as long as no name said anything; empty until one does. */
  private long[] first = new long[0];

  private int used;
  private int lastNumber;

  /**
   * @param secret of this capture, the same for both sides, so that nobody can make two sets of
   *     names look equal
   */
  LinkGroups(byte[] secret) {
    this(secret, slots(Runtime.getRuntime().maxMemory()));
  }

  /**
   * @param most slots, a power of 2; two of three are used
   */
  LinkGroups(byte[] secret, int most) {
    this.secret = secret.clone();
    this.most = most;
  }

  private static int slots(long memory) {
    return (int) Long.highestOneBit(Math.clamp(memory / MEMORY, 1 << 16, 1 << 26));
  }

  /**
   * Adds a name of an inode.
   *
   * @throws LayerException unsupported, for more inodes than can be held
   */
  void add(long inode, TreePath path) throws LayerException {
    if (used * 3L > inodes.length * 2L) {
      requireRoom();
      grow();
    }
    int slot = slot(inode);
    if (counts[slot] == 0) {
      inodes[slot] = inode;
      used++;
    }
    ByteBuffer name = hash(path);
    counts[slot]++;
    long sum = low[slot] + name.getLong();
    high[slot] += name.getLong() + (Long.compareUnsigned(sum, low[slot]) < 0 ? 1 : 0);
    low[slot] = sum;
  }

  private void requireRoom() throws LayerException {
    if (inodes.length >= most) {
      throw new LayerException(
          LayerError.UNSUPPORTED, "more than " + used + " files have several names (hard links)");
    }
  }

  private ByteBuffer hash(TreePath path) {
    MessageDigest sha = Digests.sha256();
    sha.update(secret);
    sha.update(path.bytes());
    return ByteBuffer.wrap(sha.digest());
  }

  boolean isEmpty() {
    return used == 0;
  }

  /** How many names were added for an inode. */
  int count(long inode) {
    return counts[slot(inode)];
  }

  /** Whether an inode has the same names here as another has there. */
  boolean isSameSet(long inode, LinkGroups there, long other) {
    int a = slot(inode);
    int b = there.slot(other);
    return counts[a] == there.counts[b] && high[a] == there.high[b] && low[a] == there.low[b];
  }

  /** Whether an inode has this one name. */
  boolean isOnly(long inode, TreePath path) {
    int slot = slot(inode);
    ByteBuffer name = hash(path);
    return counts[slot] == 1 && low[slot] == name.getLong() && high[slot] == name.getLong();
  }

  /** From now on all its names are to be emitted. */
  void emit(long inode) {
    emitted[slot(inode)] = true;
  }

  boolean isEmitted(long inode) {
    return emitted[slot(inode)];
  }

  /** The group's number in the delta, given at the first call in the order of calls; 1, 2, … */
  int number(long inode) {
    int slot = slot(inode);
    if (numbers[slot] == 0) {
      numbers[slot] = ++lastNumber;
    }
    return numbers[slot];
  }

  boolean hasFirst(long inode) {
    int slot = slot(inode);
    return first.length > 0 && (first[2 * slot] | first[2 * slot + 1]) != 0;
  }

  /**
   * Whether a name of an inode shows what the first one did, which is the first that is asked
   * about. No names are added from then on.
   */
  boolean saysTheSame(long inode, Shown shown) {
    if (first.length == 0) {
      first = new long[2 * inodes.length];
    }
    int slot = slot(inode);
    ByteBuffer digest = hash(shown);
    long a = digest.getLong();
    long b = digest.getLong() | 1; // never nothing
    if (!hasFirst(inode)) {
      first[2 * slot] = a;
      first[2 * slot + 1] = b;
    }
    return first[2 * slot] == a && first[2 * slot + 1] == b;
  }

  private ByteBuffer hash(Shown s) {
    MessageDigest sha = Digests.sha256();
    sha.update(secret);
    sha.update(
        ByteBuffer.allocate(7 * Integer.BYTES + 2 * Long.BYTES)
            .putInt(s.mode())
            .putInt(s.uid())
            .putInt(s.gid())
            .putInt(s.mtimeNanos())
            .putInt(s.deviceMajor())
            .putInt(s.deviceMinor())
            .putInt((s.xattrs() == null ? 0 : 1) + (s.content() == null ? 0 : 2))
            .putLong(s.mtimeSeconds())
            .putLong(s.size())
            .flip());
    add(sha, s.xattrs());
    add(sha, s.content());
    return ByteBuffer.wrap(sha.digest());
  }

  private static void add(MessageDigest sha, @Nullable Digest digest) {
    if (digest != null) {
      sha.update(digest.bytes());
    }
  }

  /** Whatever name is asked about next is the first one of its group again. */
  void forgetFirst() {
    first = new long[0];
  }

  private int slot(long inode) {
    int mask = inodes.length - 1;
    int slot = (int) ((inode * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (counts[slot] != 0 && inodes[slot] != inode) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldInodes = inodes;
    int[] oldCounts = counts;
    long[] oldHigh = high;
    long[] oldLow = low;
    int size = inodes.length * 2;
    inodes = new long[size];
    counts = new int[size];
    high = new long[size];
    low = new long[size];
    emitted = Arrays.copyOf(emitted, size); // nothing is emitted while names are added
    numbers = Arrays.copyOf(numbers, size);
    for (int i = 0; i < oldCounts.length; i++) {
      if (oldCounts[i] != 0) {
        int slot = slot(oldInodes[i]);
        inodes[slot] = oldInodes[i];
        counts[slot] = oldCounts[i];
        high[slot] = oldHigh[i];
        low[slot] = oldLow[i];
      }
    }
  }
}
