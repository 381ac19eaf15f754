package io.labvm.linux;

import io.labvm.linux.ffm.RawStat;
import io.labvm.linux.ffm.Uapi;

/**
 * What the kernel knows about an inode.
 *
 * @param mode type and permission bits
 * @param device number of the file system's device (major in the upper half)
 * @param deviceMajor of a device node, else 0
 * @param deviceMinor of a device node, else 0
 * @param blocks of 512 bytes that are really allocated
 * @param attributes STATX_ATTR bits
 */
public record Stat(
    int mode,
    int uid,
    int gid,
    int links,
    long inode,
    long device,
    long size,
    long blocks,
    long mtimeSeconds,
    int mtimeNanos,
    long ctimeSeconds,
    int ctimeNanos,
    int deviceMajor,
    int deviceMinor,
    long attributes) {

  static Stat of(RawStat raw) {
    return new Stat(
        raw.mode,
        raw.uid,
        raw.gid,
        raw.links,
        raw.inode,
        (long) raw.devMajor << 32 | raw.devMinor,
        raw.size,
        raw.blocks,
        raw.mtimeSeconds,
        raw.mtimeNanos,
        raw.ctimeSeconds,
        raw.ctimeNanos,
        raw.rdevMajor,
        raw.rdevMinor,
        raw.attributes);
  }

  public FileType type() {
    return FileType.ofMode(mode);
  }

  /** Whether both are the same inode of the same file system. */
  public boolean isSameInode(Stat other) {
    return inode == other.inode && device == other.device;
  }

  /** Whether {@code chattr +i} is set (images of some file systems always say so). */
  public boolean immutable() {
    return (attributes & Uapi.STATX_ATTR_IMMUTABLE) != 0;
  }

  /** Whether {@code chattr +a} is set. */
  public boolean appendOnly() {
    return (attributes & Uapi.STATX_ATTR_APPEND) != 0;
  }
}
