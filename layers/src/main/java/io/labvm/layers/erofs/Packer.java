package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.BLOCK;
import static io.labvm.layers.erofs.ErofsFormat.SLOT;

/**
 * Finds room for inodes and what follows them: inside one block wherever it fits into one, among
 * the last blocks begun, so that tails of many files share blocks.
 */
final class Packer {
  /** How many of the last blocks may still take something. */
  static final int OPEN = 16;

  private final int[] used = new int[OPEN];
  private long blocks;

  /** The offset given to something of this length. */
  long take(int length) {
    for (long b = Math.max(0, blocks - OPEN); b < blocks; b++) {
      int at = used[(int) (b % OPEN)];
      if (BLOCK - at >= length) {
        used[(int) (b % OPEN)] = ErofsFormat.align(at + length, SLOT);
        return b * BLOCK + at;
      }
    }
    int count = (length + BLOCK - 1) / BLOCK;
    for (int i = 0; i < count; i++) {
      int rest = Math.min(BLOCK, length - i * BLOCK);
      used[(int) ((blocks + i) % OPEN)] = ErofsFormat.align(rest, SLOT);
    }
    blocks += count;
    return (blocks - count) * BLOCK;
  }

  long blocks() {
    return blocks;
  }

  void reset() {
    blocks = 0;
  }
}
