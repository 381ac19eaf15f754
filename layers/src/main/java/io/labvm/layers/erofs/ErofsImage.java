package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.BLOCK;
import static io.labvm.layers.erofs.ErofsFormat.SLOT;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.linux.FileType;
import io.labvm.linux.Xattr;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an uncompressed EROFS image without mounting it, by positional reads and without state: any
 * number of threads may share one. Memory per call is bounded by a few blocks (attributes: 256
 * KiB), whatever the bytes say; damage is a {@link LayerException} with the offset.
 */
public final class ErofsImage implements Closeable {
  private static final int MAX_DIRECTORY_SIZE = 1 << 30;

  private final ImageBytes bytes;
  private final DataDevices devices;
  private final long blocks;
  private final long metadataStart;
  private final long xattrStart;
  private final int rootNid;
  private final long epoch;
  private final int epochNanos;

  private ErofsImage(ImageBytes bytes, DataFiles files) throws IOException {
    this.bytes = bytes;
    ByteBuffer block0 = bytes.read(0, BLOCK);
    int at = ErofsFormat.SUPERBLOCK_AT;
    if (block0.getInt(at) != ErofsFormat.MAGIC) {
      throw bytes.damaged(at, "no EROFS superblock");
    }
    if ((block0.getInt(at + 8) & 1) != 0 && block0.getInt(at + 4) != Superblock.checksum(block0)) {
      throw bytes.damaged(at + 4, "checksum of the superblock");
    }
    int incompatible = block0.getInt(at + 80);
    requireKnown(block0.get(at + 12), incompatible);
    rootNid = block0.getShort(at + 14) & 0xffff;
    epoch = block0.getLong(at + 24);
    epochNanos = block0.getInt(at + 32);
    blocks = Integer.toUnsignedLong(block0.getInt(at + 36));
    metadataStart = Integer.toUnsignedLong(block0.getInt(at + 40)) * BLOCK;
    xattrStart = Integer.toUnsignedLong(block0.getInt(at + 44)) * BLOCK;
    if (blocks * BLOCK > bytes.size()) {
      throw bytes.damaged(at + 36, "states " + blocks + " blocks, more than the file has");
    }
    devices =
        (incompatible & ErofsFormat.DEVICE_TABLE) == 0
            ? DataDevices.none()
            : DataDevices.read(bytes, block0, files);
  }

  private static void requireKnown(int blockBits, int incompatible) throws LayerException {
    // Bit 1 only speaks of compressed files; mkfs.erofs sets it without any.
    int known = ErofsFormat.CHUNKED_FILES | ErofsFormat.DEVICE_TABLE | 1;
    if (blockBits != ErofsFormat.BLOCK_BITS || (incompatible & ~known) != 0) {
      throw new LayerException(
          LayerError.UNSUPPORTED,
          "EROFS image with features 0x%x, blocks of 2^%d".formatted(incompatible, blockBits));
    }
  }

  /** Opens an image; one that is damaged in its superblock or not known is refused here. */
  public static ErofsImage open(Path file) throws IOException {
    return open(file, DataFiles.none());
  }

  /** Opens an image whose content may lie in data files; they are opened when it is read. */
  public static ErofsImage open(Path file, DataFiles files) throws IOException {
    ImageBytes bytes = new ImageBytes(file);
    try {
      return new ErofsImage(bytes, files);
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  public long size() {
    return bytes.size();
  }

  public ImageInode root() throws IOException {
    return inode(rootNid);
  }

  /** The inode of a number that a directory named. */
  public ImageInode inode(long nid) throws IOException {
    if (nid < 0 || nid > bytes.size() / SLOT) {
      throw bytes.damaged(metadataStart, "inode number " + nid);
    }
    long at = offset(nid);
    ByteBuffer b = bytes.read(at, ErofsFormat.COMPACT_INODE);
    int format = b.getShort(0) & 0xffff;
    int layout = (format >> 1) & 7;
    if (format >> 4 != 0 || (layout != 0 && layout != 2 && layout != 4)) {
      throw bytes.damaged(at, "inode format 0x%x".formatted(format));
    }
    ImageInode inode =
        (format & 1) == 0
            ? compact(nid, layout, b)
            : extended(nid, layout, bytes.read(at, ErofsFormat.INODE));
    return validated(at, inode);
  }

  private ImageInode compact(long nid, int layout, ByteBuffer b) {
    return new ImageInode(
        nid,
        b.getShort(4) & 0xffff,
        b.getShort(24) & 0xffff,
        b.getShort(26) & 0xffff,
        b.getShort(6) & 0xffff,
        Integer.toUnsignedLong(b.getInt(8)),
        epoch,
        epochNanos,
        layout,
        b.getInt(16),
        ErofsFormat.COMPACT_INODE,
        xattrBytes(b));
  }

  private static ImageInode extended(long nid, int layout, ByteBuffer b) {
    return new ImageInode(
        nid,
        b.getShort(4) & 0xffff,
        b.getInt(24),
        b.getInt(28),
        b.getInt(44),
        b.getLong(8),
        b.getLong(32),
        b.getInt(40),
        layout,
        b.getInt(16),
        ErofsFormat.INODE,
        xattrBytes(b));
  }

  private static int xattrBytes(ByteBuffer inode) {
    int count = inode.getShort(2) & 0xffff;
    return count == 0 ? 0 : ErofsFormat.XATTR_HEADER + (count - 1) * 4;
  }

  private ImageInode validated(long at, ImageInode i) throws LayerException {
    if (i.type() == FileType.UNKNOWN) {
      throw bytes.damaged(at + 4, "mode 0%o".formatted(i.mode()));
    }
    if (i.size() < 0 || (i.type() == FileType.DIRECTORY && i.size() > MAX_DIRECTORY_SIZE)) {
      throw bytes.damaged(at + 8, "size " + i.size());
    }
    if (i.mtimeNanos() < 0 || i.mtimeNanos() > 999_999_999) {
      throw bytes.damaged(at + 40, "nanoseconds " + i.mtimeNanos());
    }
    if (i.xattrBytes() == ErofsFormat.XATTR_HEADER) {
      throw bytes.damaged(at + 2, "attribute area without attributes");
    }
    return i;
  }

  private long offset(long nid) {
    return metadataStart + nid * SLOT;
  }

  /** One name of a directory. */
  public interface Visitor {
    /** Names come in order; {@code .} and {@code ..} are left out. */
    void entry(byte[] name, FileType type, long nid) throws IOException;
  }

  /** Lists a directory. */
  public void list(ImageInode directory, Visitor visitor) throws IOException {
    requireType(directory, FileType.DIRECTORY);
    for (int block = 0; (long) block * BLOCK < directory.size(); block++) {
      DirectoryListing listing = listing(directory, block);
      for (int i = 0; i < listing.count(); i++) {
        byte[] name = listing.name(i);
        if (!isDots(name)) {
          visitor.entry(name, listing.type(i), listing.nid(i));
        }
      }
    }
  }

  static boolean isDots(byte[] name) {
    return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
  }

  /** Lists a directory name by name. */
  public DirectoryCursor cursor(ImageInode directory) throws IOException {
    return new DirectoryCursor(this, directory);
  }

  /** Lists what of a directory lies behind a name, which need not be there. */
  public DirectoryCursor cursor(ImageInode directory, byte[] after) throws IOException {
    return new DirectoryCursor(this, directory, after);
  }

  int directoryBlocks(ImageInode directory) {
    requireType(directory, FileType.DIRECTORY);
    return (int) ((directory.size() + BLOCK - 1) / BLOCK);
  }

  DirectoryListing listing(ImageInode directory, int block) throws IOException {
    int length = (int) Math.min(BLOCK, directory.size() - (long) block * BLOCK);
    ByteBuffer data = InodeArea.little(new byte[length]);
    readFully(directory, (long) block * BLOCK, data);
    return DirectoryListing.parse(
        data.flip(), what -> bytes.damaged(offset(directory.nid()), what));
  }

  /**
   * The inode a directory has under a name, or null; {@code .} and {@code ..} are no names. Binary
   * search over blocks.
   */
  public @Nullable ImageInode find(ImageInode directory, byte[] name) throws IOException {
    requireType(directory, FileType.DIRECTORY);
    if (name.length > 0 && isDots(name)) {
      return null;
    }
    int low = 0;
    int high = (int) ((directory.size() + BLOCK - 1) / BLOCK) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      DirectoryListing listing = listing(directory, middle);
      if (Arrays.compareUnsigned(name, listing.name(0)) < 0) {
        high = middle - 1;
      } else if (Arrays.compareUnsigned(name, listing.name(listing.count() - 1)) > 0) {
        low = middle + 1;
      } else {
        int index = listing.indexOf(name);
        return index < 0 ? null : inode(listing.nid(index));
      }
    }
    return null;
  }

  /**
   * The inode at a path ({@code /} separates names; empty ones and {@code .} mean nothing, {@code
   * ..} is not known), or null. Symbolic links on the way are not followed.
   */
  public @Nullable ImageInode resolve(byte[] path) throws IOException {
    ImageInode at = root();
    for (int from = 0; from < path.length; ) {
      int end = from;
      while (end < path.length && path[end] != '/') {
        end++;
      }
      byte[] name = Arrays.copyOfRange(path, from, end);
      from = end + 1;
      if (name.length == 0 || (name.length == 1 && name[0] == '.')) {
        continue;
      }
      ImageInode next = at.type() == FileType.DIRECTORY ? find(at, name) : null;
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at;
  }

  /** The target of a symbolic link. */
  public byte[] readLink(ImageInode link) throws IOException {
    requireType(link, FileType.SYMBOLIC_LINK);
    if (link.size() == 0 || link.size() > BLOCK) {
      throw bytes.damaged(offset(link.nid()) + 8, "link of " + link.size() + " bytes");
    }
    ByteBuffer target = ByteBuffer.allocate((int) link.size());
    readFully(link, 0, target);
    return target.array();
  }

  /** Reads content at an offset; -1 at the end. May answer less than there is room for. */
  public int read(ImageInode file, long position, ByteBuffer into) throws IOException {
    if (position >= file.size()) {
      return -1;
    }
    int length = (int) Math.min(into.remaining(), file.size() - position);
    return switch (file.layout()) {
      case ErofsFormat.LAYOUT_CHUNKED -> chunks(file).read(position, into, length);
      case ErofsFormat.LAYOUT_INLINE -> readInline(file, position, into, length);
      default -> readBlocks(file.address(), position, into, length);
    };
  }

  private void readFully(ImageInode inode, long position, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (read(inode, position + into.position(), into) <= 0) {
        throw bytes.damaged(offset(inode.nid()), "content ends early");
      }
    }
  }

  private int readBlocks(int firstBlock, long position, ByteBuffer into, int length)
      throws IOException {
    long at = Integer.toUnsignedLong(firstBlock) * BLOCK + position;
    if (at < 0 || at > blocks * BLOCK - length) {
      throw bytes.damaged(at, "content beyond the last block");
    }
    bytes.readInto(at, into.slice(into.position(), length));
    into.position(into.position() + length);
    return length;
  }

  private int readInline(ImageInode file, long position, ByteBuffer into, int length)
      throws IOException {
    long whole = file.size() - file.size() % BLOCK;
    if (position < whole) {
      return readBlocks(file.address(), position, into, (int) Math.min(length, whole - position));
    }
    long tail = behindXattrs(file);
    if (tail / BLOCK != (tail + file.size() - whole - 1) / BLOCK) {
      throw bytes.damaged(tail, "inline content crosses a block");
    }
    bytes.readInto(tail + position - whole, into.slice(into.position(), length));
    into.position(into.position() + length);
    return length;
  }

  private ChunkReader chunks(ImageInode file) throws IOException {
    return new ChunkReader(bytes, blocks * BLOCK, devices, file, behindXattrs(file));
  }

  /** Where the content of a regular file lies: holes left out, neighbours joined. */
  public List<Piece> pieces(ImageInode file) throws IOException {
    requireType(file, FileType.REGULAR);
    if (file.layout() == ErofsFormat.LAYOUT_CHUNKED) {
      return chunks(file).pieces();
    }
    return file.size() == 0 ? List.of() : List.of(Piece.inline(0, file.size()));
  }

  /** The data files content of this image lies in, in the order of its device table. */
  public List<DataFile> dataFiles() {
    return devices.table();
  }

  /** Opens all data files; one that is missing or too short is damage. */
  public void requireDataFiles() throws IOException {
    for (int number = 1; number <= devices.table().size(); number++) {
      var ignored = devices.bytes(number);
    }
  }

  private long behindXattrs(ImageInode inode) {
    return offset(inode.nid()) + inode.recordBytes() + inode.xattrBytes();
  }

  /** The extended attributes of an inode, shared ones included. */
  public List<Xattr> xattrs(ImageInode inode) throws IOException {
    if (inode.xattrBytes() == 0) {
      return List.of();
    }
    long at = offset(inode.nid()) + inode.recordBytes();
    return new XattrReader(bytes, xattrStart).read(at, inode.xattrBytes());
  }

  /** Everything an inode has beside content and names. */
  public Attributes attributes(ImageInode inode) throws IOException {
    return new Attributes(
        inode.mode(),
        inode.uid(),
        inode.gid(),
        inode.mtimeSeconds(),
        inode.mtimeNanos(),
        inode.deviceMajor(),
        inode.deviceMinor(),
        xattrs(inode));
  }

  private void requireType(ImageInode inode, FileType type) {
    if (inode.type() != type) {
      throw new IllegalArgumentException("inode " + inode.nid() + " is " + inode.type());
    }
  }

  @Override
  public void close() throws IOException {
    devices.close();
    bytes.close();
  }
}
