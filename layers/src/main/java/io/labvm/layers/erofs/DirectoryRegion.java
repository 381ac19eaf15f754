package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.BLOCK;
import static io.labvm.layers.erofs.ErofsFormat.DIRENT;
import static io.labvm.layers.erofs.ErofsFormat.INODE;
import static io.labvm.layers.erofs.ErofsFormat.SLOT;
import static io.labvm.layers.erofs.ErofsFormat.XATTR_HEADER;

import io.labvm.linux.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The end of an image: blocks of all directories, then their inodes with the last block inline
 * where it fits, parents first and siblings in order, so that a walk of the tree reads one
 * contiguous area. Two passes: the first finds every directory's place, the second writes.
 */
final class DirectoryRegion {
  private final NameTree names;
  private final Inodes inodes;
  private final DirectoryAttributes attributes;
  private final ImageOutput out;

  // In the order of writing; directories that were replaced by something else are not in it.
  private final int[] order;
  private int reachable;

  // By directory number.
  private final int[] blocks;
  private final int[] lastBytes;
  private final int[] subdirectories;
  private final long[] nid;

  private final ByteBuffer block0 = InodeArea.little(new byte[BLOCK]);
  private byte[] rootXattrs = {};
  private int xattrBlock;
  private long entries;
  private long files;

  DirectoryRegion(NameTree names, Inodes inodes, DirectoryAttributes attributes, ImageOutput out) {
    this.names = names;
    this.inodes = inodes;
    this.attributes = attributes;
    this.out = out;
    int count = names.directoryCount();
    order = new int[count];
    blocks = new int[count];
    lastBytes = new int[count];
    subdirectories = new int[count];
    nid = new long[count];
  }

  int xattrBlock() {
    return xattrBlock;
  }

  long entryCount() {
    return entries;
  }

  long inodeCount() {
    return reachable + files;
  }

  /** Writes everything; answers block 0, which holds the root inode and lacks the superblock. */
  ByteBuffer write(Omissions omissions) throws IOException {
    orderParentsFirst();
    shareRootXattrs(omissions);
    layOut();
    writeBlocks();
    writeInodes();
    return block0;
  }

  /** Depth first. The stack is bounded by the number of directories, not by heap luck. */
  private void orderParentsFirst() throws IOException {
    int[] stack = new int[names.directoryCount()];
    int top = 1;
    stack[0] = NameTree.ROOT;
    while (top > 0) {
      int directory = stack[--top];
      order[reachable++] = directory;
      names.sort(directory);
      measure(directory);
      int first = top;
      int[] children = subdirectoriesOf(directory);
      System.arraycopy(children, 0, stack, first, children.length);
      top += children.length;
    }
  }

  /** Last first, as the stack gives them back in reverse. */
  private int[] subdirectoriesOf(int directory) throws IOException {
    int[] found = new int[subdirectories[directory]];
    int[] left = {found.length};
    names.forEach(
        directory,
        (array, from, length, target) -> {
          if (target < 0) {
            found[--left[0]] = ~target;
          }
        });
    return found;
  }

  /** Counts the blocks and links of one directory. */
  private void measure(int directory) throws IOException {
    int[] room = {0};
    names.forEachWithDots(
        directory,
        (array, from, length, target) -> {
          int need = DIRENT + length;
          if (need > room[0]) {
            blocks[directory]++;
            room[0] = BLOCK;
          }
          room[0] -= need;
          count(directory, target);
        });
    lastBytes[directory] = BLOCK - room[0];
    // "." and ".." were counted as subdirectories and entries.
    subdirectories[directory] -= 2;
    entries -= 2;
  }

  private void count(int directory, int target) {
    entries++;
    if (target < 0) {
      subdirectories[directory]++;
      return;
    }
    if (inodes.links(target) == 0) {
      files++;
    }
    inodes.link(target);
  }

  /**
   * Block 0 has only 2,944 bytes for the root inode, so its attributes lie apart, as shared ones:
   * then any size fits.
   */
  private void shareRootXattrs(Omissions omissions) throws IOException {
    int first = out.block();
    byte[] header = new byte[XATTR_HEADER + 4 * ErofsFormat.MAX_SHARED_XATTRS];
    ByteBuffer area = InodeArea.little(header).position(XATTR_HEADER);
    int at = 0;
    for (Xattr xattr : XattrArea.sorted(attributes.rootXattrs())) {
      byte[] entry = XattrArea.entry(xattr, omissions);
      if (entry.length > 0 && area.hasRemaining()) {
        area.putInt(at / 4);
        out.write(entry, 0, entry.length);
        at += entry.length;
      } else if (entry.length > 0) {
        omissions.add(Omission.XATTR_SIZE);
      }
    }
    out.padBlock();
    if (at > 0) {
      xattrBlock = first;
      area.put(4, (byte) ((area.position() - XATTR_HEADER) / 4));
      rootXattrs = Arrays.copyOf(header, area.position());
    }
  }

  private void layOut() throws IOException {
    Packer packer = new Packer();
    long dataBlocks = 0;
    for (int i = 0; i < reachable; i++) {
      int directory = order[i];
      dataBlocks += wholeBlocks(directory);
      if (directory != NameTree.ROOT) {
        nid[directory] = packer.take(inodeLength(directory)) / SLOT;
      }
    }
    long start = (Integer.toUnsignedLong(out.block()) + dataBlocks) * (BLOCK / SLOT);
    for (int i = 0; i < reachable; i++) {
      nid[order[i]] += start;
    }
    nid[NameTree.ROOT] = ErofsFormat.ROOT_NID;
  }

  private int inodeLength(int directory) {
    return INODE
        + attributes.xattrLength(directory)
        + (isInline(directory) ? lastBytes[directory] : 0);
  }

  private boolean isInline(int directory) {
    return directory == NameTree.ROOT
        ? INODE + rootXattrs.length + lastBytes[directory] <= BLOCK - ErofsFormat.ROOT_AT
        : INODE + attributes.xattrLength(directory) + lastBytes[directory] <= BLOCK;
  }

  private int wholeBlocks(int directory) {
    return blocks[directory] - (isInline(directory) ? 1 : 0);
  }

  private void writeBlocks() throws IOException {
    DirectoryBlock block = new DirectoryBlock();
    for (int i = 0; i < reachable; i++) {
      int left = wholeBlocks(order[i]);
      forEachBlock(order[i], block, left, b -> out.write(b.bytes(), 0, BLOCK));
    }
  }

  private interface BlockUser {
    void accept(DirectoryBlock block) throws IOException;
  }

  /** Hands over the first {@code limit} blocks of a directory. */
  private void forEachBlock(int directory, DirectoryBlock block, int limit, BlockUser user)
      throws IOException {
    int[] left = {limit};
    block.clear();
    names.forEachWithDots(
        directory,
        (array, from, length, target) -> {
          if (!block.hasRoom(length)) {
            if (left[0]-- > 0) {
              user.accept(block);
            }
            block.clear();
          }
          block.add(array, from, length, nidOf(target), typeOf(target));
        });
    if (left[0] > 0) {
      user.accept(block);
    }
  }

  private long nidOf(int target) {
    return target < 0 ? nid[~target] : inodes.nid(target);
  }

  private byte typeOf(int target) {
    return target < 0 ? ErofsFormat.entryType(0x4000) : inodes.type(target);
  }

  private void writeInodes() throws IOException {
    InodeArea area = new InodeArea();
    DirectoryBlock block = new DirectoryBlock();
    long dataStart = firstDataBlock();
    for (int i = 0; i < reachable; i++) {
      int directory = order[i];
      boolean root = directory == NameTree.ROOT;
      ByteBuffer at =
          root ? block0.position(ErofsFormat.ROOT_AT) : area.at(area.take(inodeLength(directory)));
      writeInode(directory, (int) dataStart, at);
      if (isInline(directory)) {
        lastBlock(directory, block);
        at.put(block.bytes(), 0, lastBytes[directory]);
      }
      dataStart += wholeBlocks(directory);
      if (area.pendingBlocks() > 256) {
        area.drain(out, Packer.OPEN);
      }
    }
    area.drain(out, 0);
  }

  private long firstDataBlock() throws IOException {
    long here = Integer.toUnsignedLong(out.block());
    for (int i = 0; i < reachable; i++) {
      here -= wholeBlocks(order[i]);
    }
    return here;
  }

  private void writeInode(int directory, int firstBlock, ByteBuffer at) {
    boolean inline = isInline(directory);
    long size = (long) (blocks[directory] - 1) * BLOCK + lastBytes[directory];
    InodeRecord record =
        new InodeRecord(
            inline ? ErofsFormat.LAYOUT_INLINE : ErofsFormat.LAYOUT_PLAIN,
            size,
            firstBlock,
            inodes.count() + directory + 1,
            2 + subdirectories[directory]);
    byte[] xattrs = directory == NameTree.ROOT ? rootXattrs : attributes.xattrs(directory);
    ByteBuffer ignored = record.write(at, attributes.get(directory), xattrs);
  }

  /** Leaves the last block of a directory in {@code block}. */
  private void lastBlock(int directory, DirectoryBlock block) throws IOException {
    forEachBlock(directory, block, 0, b -> {});
  }
}
