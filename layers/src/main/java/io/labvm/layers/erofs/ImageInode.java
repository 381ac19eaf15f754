package io.labvm.layers.erofs;

import io.labvm.linux.FileType;

/**
 * An inode as an image states it.
 *
 * @param nid number of the inode, unique in its image; equal numbers are hard links
 * @param size of the content; 0 for devices, FIFOs and sockets
 * @param address start block, device number or chunk format, as {@code layout} says
 * @param recordBytes of the inode itself, 32 or 64
 * @param xattrBytes behind it
 */
public record ImageInode(
    long nid,
    int mode,
    int uid,
    int gid,
    int links,
    long size,
    long mtimeSeconds,
    int mtimeNanos,
    int layout,
    int address,
    int recordBytes,
    int xattrBytes) {

  public FileType type() {
    return FileType.ofMode(mode);
  }

  /** Whether content is stored by chunks, of which some may be holes. */
  public boolean isChunked() {
    return layout == ErofsFormat.LAYOUT_CHUNKED;
  }

  private boolean isDevice() {
    return type() == FileType.CHARACTER_DEVICE || type() == FileType.BLOCK_DEVICE;
  }

  /** Major number of a device, else 0. */
  public int deviceMajor() {
    return isDevice() ? ErofsFormat.major(address) : 0;
  }

  /** Minor number of a device, else 0. */
  public int deviceMinor() {
    return isDevice() ? ErofsFormat.minor(address) : 0;
  }
}
