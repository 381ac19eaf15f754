package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.BLOCK;
import static io.labvm.layers.erofs.ErofsFormat.CHUNK_INDEX;
import static io.labvm.layers.erofs.ErofsFormat.INODE;
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
 * Streams an uncompressed EROFS image. The file is appended to from front to back; content goes out
 * as it comes, inodes with their tails gather in segments of 1 MiB between the files, directories
 * stay in memory as packed columns and form one region at the end (their {@code ..} needs the
 * parent's number first). Written late are block 0 and the link counts of files with several names.
 *
 * <p>The same calls give the same bytes: identity and build time are fixed. A name given twice
 * stands for the last target, as in a tar archive. One thread only. An image is whole only after
 * {@link #finish}.
 */
public final class ErofsWriter implements Closeable {
  private static final int SEGMENT_BLOCKS = 256;
  private static final int MAX_SYMLINK = 4095;
  private static final byte[] NOTHING = {};

  private final ImageOutput out;
  private final InodeArea segment = new InodeArea();
  private final Inodes inodes = new Inodes();
  private final NameTree names = new NameTree();
  private final DirectoryAttributes directoryAttributes = new DirectoryAttributes();
  private final WriterMemory memory = new WriterMemory();
  private final Omissions omissions = new Omissions();
  private final ByteBuffer tail = ByteBuffer.allocateDirect(BLOCK);
  private final DeviceTable devices;
  private boolean chunked;

  /** A directory of the image being written. */
  public record Directory(int number) {}

  /** An inode that is no directory; it exists in the tree once it has a name. */
  public record Inode(int number) {}

  /** Starts an image in a new file; all content will lie in it. */
  public ErofsWriter(Path image, Attributes root) throws IOException {
    this(image, root, 0);
  }

  /**
   * Starts an image in a new file.
   *
   * @param dataFiles how many data files content may lie in, at most 1,024; those first used get
   *     the places, content of others is copied into the image
   */
  public ErofsWriter(Path image, Attributes root, int dataFiles) throws IOException {
    devices = new DeviceTable(dataFiles);
    out = new ImageOutput(image);
    boolean made = false;
    try {
      int start = (1 + devices.reservedBlocks()) * BLOCK;
      out.write(new byte[start], 0, start);
      int number = names.addDirectory(NameTree.ROOT);
      directoryAttributes.set(number, root, omissions);
      made = true;
    } finally {
      if (!made) {
        out.close();
      }
    }
  }

  public Directory root() {
    return new Directory(NameTree.ROOT);
  }

  /** What could not be kept so far. */
  public Omissions omissions() {
    return omissions;
  }

  /**
   * Fails when what was added would fill the memory: for those whose entries come from others. As
   * {@code refused} when it is too much for any writer, as {@code busy} when others hold the rest.
   */
  public void requireMemory() throws LayerException {
    memory.require(names.bytes() + inodes.bytes() + directoryAttributes.bytes());
  }

  /** The directory of a name, or null when the name is absent or something else. */
  public @Nullable Directory findDirectory(Directory parent, byte[] name) {
    Integer target = names.find(parent.number, name);
    return target == null || target >= 0 ? null : new Directory(~target);
  }

  /** The inode of a name, or null when the name is absent or a directory. */
  public @Nullable Inode findInode(Directory parent, byte[] name) {
    Integer target = names.find(parent.number, name);
    return target == null || target < 0 ? null : new Inode(target);
  }

  /** Makes a directory; one that is there keeps its names and gets these attributes. */
  public Directory directory(Directory parent, byte[] name, Attributes attributes) {
    Directory there = findDirectory(parent, name);
    Directory directory = there == null ? new Directory(names.addDirectory(parent.number)) : there;
    directoryAttributes.set(directory.number, attributes, omissions);
    if (there == null) {
      names.put(parent.number, name, ~directory.number);
    }
    return directory;
  }

  /** Replaces the attributes of a directory. */
  public void attributes(Directory directory, Attributes attributes) {
    directoryAttributes.set(directory.number, attributes, omissions);
  }

  /** Gives an inode a name; a second name is a hard link. */
  public void name(Directory parent, byte[] name, Inode inode) {
    names.put(parent.number, name, inode.number);
  }

  /** A device, FIFO or socket. */
  public Inode special(Attributes attributes) throws IOException {
    int device = ErofsFormat.device(attributes.deviceMajor(), attributes.deviceMinor());
    return place(
        attributes, encodeXattrs(attributes), ErofsFormat.LAYOUT_PLAIN, 0, device, NOTHING);
  }

  /** A symbolic link; targets have 1 to 4,095 bytes. */
  public Inode symlink(Attributes attributes, byte[] target) throws IOException {
    if (target.length == 0 || target.length > MAX_SYMLINK) {
      throw new LayerException(
          LayerError.REFUSED, "symbolic link with a target of " + target.length + " bytes");
    }
    return file(
        attributes,
        target.length,
        (at, into) -> {
          int n = Math.min(into.remaining(), target.length - (int) at);
          into.put(target, (int) at, n);
          return n;
        });
  }

  /** A regular file whose content is read now; zeros stand where it ends early. */
  public Inode file(Attributes attributes, long size, Content content) throws IOException {
    byte[] xattrs = encodeXattrs(attributes);
    int rest = inlineTail(size, xattrs.length);
    int first = out.block();
    boolean complete = out.copy(content, 0, size - rest);
    byte[] body = new byte[rest];
    complete &= ImageOutput.fill(content, size - rest, tail.clear().limit(rest));
    tail.flip().get(body);
    if (!complete) {
      omissions.add(Omission.CHANGED_WHILE_READ);
    }
    return place(attributes, xattrs, layout(rest), size, first, body);
  }

  /**
   * Appends content of many small files at once: whole blocks, each file's from a block boundary
   * on. Answers the number of the first block, for {@link #stored}.
   */
  public int append(ByteBuffer blocks) throws IOException {
    int first = out.block();
    if (blocks.remaining() % BLOCK != 0) {
      throw new IllegalArgumentException("not whole blocks: " + blocks.remaining());
    }
    out.writeThrough(blocks);
    return first;
  }

  /**
   * A regular file whose blocks were appended before.
   *
   * @param xattrs what {@link #prepareXattrs} made of them
   * @param tail the last bytes when {@link #inlineTail} says so, else empty
   */
  public Inode stored(Attributes attributes, byte[] xattrs, long size, int block, byte[] tail)
      throws IOException {
    return place(attributes, xattrs, layout(tail.length), size, block, tail);
  }

  /**
   * The extended attributes an inode can have in an image, sorted by name, for those who must know
   * before they write; the others are counted. The root holds no more than 255 of them.
   */
  public static List<Xattr> keptXattrs(List<Xattr> xattrs, Omissions omissions) {
    return XattrArea.kept(xattrs, omissions);
  }

  /** Attributes in image form; may be called on any thread with its own omissions. */
  public static byte[] prepareXattrs(Attributes attributes, Omissions omissions) {
    return XattrArea.encode(attributes.xattrs(), omissions);
  }

  /** How many bytes of a file's end go beside its inode instead of into a block: 0 to 4,032. */
  public static int inlineTail(long size, int xattrBytes) {
    int rest = (int) (size % BLOCK);
    return INODE + xattrBytes + rest <= BLOCK ? rest : 0;
  }

  /**
   * How many zeros an image may have to hold beside the data of a sparse file, at most: those of
   * very large files are cut coarsely.
   *
   * @param parts of data, each of whole blocks
   */
  public static long mostPadding(long size, int parts) {
    long chunk = ChunkPlan.leastChunk(size);
    return chunk == BLOCK ? 0 : Math.min(size, 2L * parts * chunk);
  }

  /** A regular file of which only these parts hold data. */
  public Inode sparse(Attributes attributes, long size, Extents data, Content content)
      throws IOException {
    if (data.isWhole(size)) {
      return file(attributes, size, content);
    }
    int bits = ChunkMap.bits(size, data);
    byte[] map = new byte[ChunkMap.entries(size, bits) * 4];
    Arrays.fill(map, (byte) ErofsFormat.HOLE);
    if (!copyChunks(size, bits, data, content, InodeArea.little(map))) {
      omissions.add(Omission.CHANGED_WHILE_READ);
    }
    chunked = true;
    return place(attributes, encodeXattrs(attributes), ErofsFormat.LAYOUT_CHUNKED, size, bits, map);
  }

  private boolean copyChunks(long size, int bits, Extents data, Content content, ByteBuffer map)
      throws IOException {
    long chunk = (long) BLOCK << bits;
    boolean complete = true;
    int next = 0;
    for (int i = 0; i < data.size(); i++) {
      int from = (int) Math.max(next, data.start(i) / chunk);
      next = Math.max(from, (int) ((Math.min(data.end(i), size) + chunk - 1) / chunk));
      for (int c = from; c < next; c++) {
        map.putInt(c * 4, out.block());
        complete &= out.copy(content, c * chunk, Math.min(chunk, size - c * chunk));
      }
    }
    return complete;
  }

  /**
   * A regular file whose content may lie in data files. Pieces in data files start at multiples of
   * 4,096 in both, end at one or at the end of the file, and stay where they are; the rest is read
   * now, and so is what would cost more bytes to point to than to copy.
   *
   * @param pieces ascending and apart
   * @param content of the whole file, wherever it lies
   */
  public Inode file(Attributes attributes, long size, List<Piece> pieces, Content content)
      throws IOException {
    if (pieces.stream().allMatch(Piece::isInline)) {
      Extents data = new Extents();
      pieces.forEach(piece -> data.add(piece.offset(), piece.end()));
      return sparse(attributes, size, data, content);
    }
    ChunkPlan plan = new ChunkPlan(size, pieces, devices);
    byte[] xattrs = encodeXattrs(attributes);
    ChunkOutput chunks = new ChunkOutput(out, devices, size, plan, content);
    byte[] map = chunks.write(-(INODE + xattrs.length) & (CHUNK_INDEX - 1));
    if (!chunks.isComplete()) {
      omissions.add(Omission.CHANGED_WHILE_READ);
    }
    chunked = true;
    int format = plan.bits() | ErofsFormat.CHUNK_INDEXES;
    return place(attributes, xattrs, ErofsFormat.LAYOUT_CHUNKED, size, format, map);
  }

  private byte[] encodeXattrs(Attributes attributes) {
    return XattrArea.encode(attributes.xattrs(), omissions);
  }

  private static int layout(int inlineBytes) {
    return inlineBytes > 0 ? ErofsFormat.LAYOUT_INLINE : ErofsFormat.LAYOUT_PLAIN;
  }

  private Inode place(
      Attributes attributes, byte[] xattrs, int layout, long size, int address, byte[] body)
      throws IOException {
    if (attributes.type() == FileType.DIRECTORY) {
      throw new IllegalArgumentException("a directory is no inode of its own");
    }
    if (segment.pendingBlocks() >= SEGMENT_BLOCKS) {
      endSegment();
    }
    long offset = segment.take(INODE + xattrs.length + body.length);
    int number = inodes.add(offset / SLOT, ErofsFormat.entryType(attributes.mode()));
    InodeRecord record = new InodeRecord(layout, size, address, number + 1, 1);
    record.write(segment.at(offset), attributes, xattrs).put(body);
    return new Inode(number);
  }

  private void endSegment() throws IOException {
    inodes.place(Integer.toUnsignedLong(out.block()) * (BLOCK / SLOT));
    segment.drain(out, 0);
    segment.reset();
  }

  /** Writes directories, link counts and superblock; the content of the file is then complete. */
  public ImageSummary finish() throws IOException {
    endSegment();
    DirectoryRegion region = new DirectoryRegion(names, inodes, directoryAttributes, out);
    ByteBuffer block0 = region.write(omissions);
    out.flush();
    patchLinks();
    long blocks = out.position() / BLOCK;
    Superblock.write(
        block0, region.inodeCount(), blocks, region.xattrBlock(), chunked, devices.size());
    out.patch(BLOCK, devices.encode());
    out.patch(0, block0);
    return new ImageSummary(out.position(), region.entryCount(), omissions);
  }

  /** Makes the finished image durable. */
  public void sync() throws IOException {
    out.sync();
  }

  /** Inodes were written with one link each; here those with more are set right. */
  private void patchLinks() throws IOException {
    ByteBuffer count = InodeArea.little(new byte[4]);
    for (int i = 0; i < inodes.count(); i++) {
      if (inodes.links(i) > 1) {
        count.putInt(0, inodes.links(i)).clear();
        out.patch(inodes.nid(i) * SLOT + ErofsFormat.LINKS_IN_INODE, count);
      }
    }
  }

  @Override
  public void close() throws IOException {
    memory.close();
    out.close();
  }
}
