package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.BLOCK;
import static io.labvm.layers.erofs.ErofsFormat.SUPERBLOCK_AT;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The superblock at byte 1,024. */
final class Superblock {
  private static final int CHECKSUM_AT = SUPERBLOCK_AT + 4;

  private Superblock() {}

  /** Writes it into block 0, which must be complete otherwise, and the checksum over all. */
  static void write(
      ByteBuffer block0,
      long inodes,
      long blocks,
      int xattrBlock,
      boolean chunkedFiles,
      int devices) {
    ByteBuffer b = block0.clear().position(SUPERBLOCK_AT);
    b.putInt(ErofsFormat.MAGIC).putInt(0).putInt(ErofsFormat.COMPATIBLE);
    b.put((byte) ErofsFormat.BLOCK_BITS).put((byte) 0).putShort((short) ErofsFormat.ROOT_NID);
    b.putLong(inodes).putLong(0).putInt(0).putInt((int) blocks).putInt(0).putInt(xattrBlock);
    b.put(ErofsFormat.UUID);
    b.position(SUPERBLOCK_AT + 80);
    b.putInt(
        (chunkedFiles ? ErofsFormat.CHUNKED_FILES : 0)
            | (devices > 0 ? ErofsFormat.DEVICE_TABLE : 0));
    if (devices > 0) {
      b.position(ErofsFormat.DEVICE_COUNT_AT).putShort((short) devices);
      b.putShort((short) (BLOCK / ErofsFormat.DEVICE_SLOT));
    }
    b.putInt(CHECKSUM_AT, checksum(b));
    b.clear();
  }

  /** CRC-32C without the usual final inversion, its own field taken as 0. */
  static int checksum(ByteBuffer block0) {
    byte[] bytes = new byte[BLOCK - SUPERBLOCK_AT];
    block0.get(SUPERBLOCK_AT, bytes);
    int field = CHECKSUM_AT - SUPERBLOCK_AT;
    Arrays.fill(bytes, field, field + 4, (byte) 0);
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return ~(int) crc.getValue();
  }
}
