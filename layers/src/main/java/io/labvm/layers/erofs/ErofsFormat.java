package io.labvm.layers.erofs;

import java.nio.charset.StandardCharsets;

/**
 * Numbers of the on-disk format (little endian). Inode addresses count from the start of the image
 * in slots of 32 bytes, as the block of the metadata area is always 0 here.
 */
final class ErofsFormat {
  static final int BLOCK = 4096;
  static final int BLOCK_BITS = 12;
  static final int SLOT = 32;

  static final int SUPERBLOCK_AT = 1024;
  static final int SUPERBLOCK = 128;
  static final int MAGIC = 0xE0F5E1E2;

  /** Checksum of block 0, and modification times in inodes. */
  static final int COMPATIBLE = 0x3;

  static final int CHUNKED_FILES = 0x4;
  static final int DEVICE_TABLE = 0x8;

  /** Where the superblock states how many data files there are, and the slot of the first. */
  static final int DEVICE_COUNT_AT = SUPERBLOCK_AT + 86;

  /** One data file: its id as text, its blocks, zeros. */
  static final int DEVICE_SLOT = 128;

  static final int DEVICE_TAG = 64;

  /** Our limit; each is a mount option and an open file. */
  static final int MAX_DEVICES = 1024;

  /** The root inode follows the superblock: its number must fit 16 bits. */
  static final int ROOT_AT = SUPERBLOCK_AT + SUPERBLOCK;

  static final int ROOT_NID = ROOT_AT / SLOT;

  static final int INODE = 64;
  static final int COMPACT_INODE = 32;
  static final int LINKS_IN_INODE = 44;
  static final int LAYOUT_PLAIN = 0;
  static final int LAYOUT_INLINE = 2;
  static final int LAYOUT_CHUNKED = 4;
  static final int HOLE = -1;

  /** Bits of the chunk format: the size as a power of blocks, and wide indexes. */
  static final int CHUNK_BITS = 0x1f;

  static final int CHUNK_INDEXES = 0x20;

  /** A wide index: zero, number of the data file or 0, block. */
  static final int CHUNK_INDEX = 8;

  static final int XATTR_HEADER = 12;
  static final int XATTR_ENTRY = 4;
  static final int MAX_XATTR_VALUE = 0xffff;

  /** Header and entries of one inode; its count has 16 bits of 4 bytes. */
  static final int MAX_XATTR_AREA = XATTR_HEADER + 0xfffe * 4;

  static final int MAX_SHARED_XATTRS = 255;

  /** Prefixes by their index; empty ones do not exist or have no handler. */
  private static final String[] XATTR_PREFIXES = {
    "", "user.", "system.posix_acl_access", "system.posix_acl_default", "trusted.", "", "security."
  };

  static final int DIRENT = 12;
  static final int MAX_NAME = 255;

  /** Type numbers of directory entries by the type bits of a mode. */
  private static final byte[] ENTRY_TYPES = {0, 5, 3, 0, 2, 0, 4, 0, 1, 0, 7, 0, 6, 0, 0, 0};

  static final byte[] UUID = "labVm EROFS img1".getBytes(StandardCharsets.US_ASCII);

  private ErofsFormat() {}

  static byte entryType(int mode) {
    return ENTRY_TYPES[(mode >> 12) & 15];
  }

  /** The index of an attribute's prefix, 0 when the format has none for it. */
  static int xattrPrefix(String name) {
    for (int i = XATTR_PREFIXES.length - 1; i > 0; i--) {
      String prefix = XATTR_PREFIXES[i];
      boolean whole = prefix.startsWith("system.");
      if (!prefix.isEmpty() && (whole ? name.equals(prefix) : name.startsWith(prefix))) {
        return i;
      }
    }
    return 0;
  }

  /** The prefix of an index, empty for one that does not exist. */
  static String xattrPrefix(int index) {
    return index < XATTR_PREFIXES.length ? XATTR_PREFIXES[index] : "";
  }

  static int device(int major, int minor) {
    return (minor & 0xff) | major << 8 | (minor & ~0xff) << 12;
  }

  static int major(int device) {
    return (device >> 8) & 0xfff;
  }

  static int minor(int device) {
    return (device & 0xff) | ((device >> 12) & 0xfff00);
  }

  static int align(int value, int to) {
    return (value + to - 1) & -to;
  }
}
