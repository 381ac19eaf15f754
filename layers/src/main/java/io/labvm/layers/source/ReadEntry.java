package io.labvm.layers.source;

import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.ErofsWriter;
import io.labvm.layers.erofs.Extents;
import io.labvm.layers.erofs.Omission;
import io.labvm.layers.erofs.Omissions;
import io.labvm.linux.Errno;
import io.labvm.linux.Fd;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.RegularFile;
import io.labvm.linux.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One non-directory on its way into the image: {@link #read} on a reader thread takes what it can,
 * {@link #write} on the walker's thread puts it into the image and reads the rest: big, sparse and
 * hard-linked files.
 */
final class ReadEntry {
  private static final int BLOCK = 4096;

  /** Bigger files are copied straight into the image. */
  private static final int SMALL = 1 << 18;

  private static final byte[] NOTHING = {};

  private final SharedDir parent;
  private final ErofsWriter.Directory target;
  private final byte[] name;
  private final FileType listed;

  private @Nullable Attributes attributes;
  private @Nullable Stat stat;
  private @Nullable RegularFile file;
  private byte[] xattrs = NOTHING;
  private byte[] link = NOTHING;
  private byte[] tail = NOTHING;
  private int blocksAt = -1;

  ReadEntry(SharedDir parent, ErofsWriter.Directory target, byte[] name, FileType listed) {
    this.parent = parent;
    this.target = target;
    this.name = name;
    this.listed = listed;
  }

  /** Whether the entry turned out to be a directory, which only the walker may enter. */
  boolean isDirectory() {
    return stat != null && stat.type() == FileType.DIRECTORY;
  }

  SharedDir parent() {
    return parent;
  }

  long size() {
    return stat == null ? 0 : stat.size();
  }

  /** Looks and reads; what vanished meanwhile is left without attributes. */
  void read(ByteBuffer batch, Omissions omissions) throws IOException {
    try {
      if (listed == FileType.REGULAR) {
        file = parent.dir().openRegular(name);
      }
      if (file != null) {
        readFile(file, batch, omissions);
      } else {
        readOther(omissions);
      }
    } catch (LinuxException e) {
      close();
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      attributes = null;
    }
  }

  private void readFile(RegularFile opened, ByteBuffer batch, Omissions omissions)
      throws IOException {
    Stat s = opened.stat();
    note(s, opened.fd().xattrs(), omissions);
    boolean sparse = s.blocks() * 512 < s.size() && s.size() > BLOCK;
    boolean fits = s.size() <= SMALL && s.size() <= batch.remaining() - BLOCK;
    if (s.links() > 1 || sparse || !fits) {
      return;
    }
    readSmall(opened.fd(), (int) s.size(), batch, omissions);
    close();
  }

  /** Reads a whole file to the next block boundary of the batch; its tail is taken out again. */
  private void readSmall(Fd fd, int size, ByteBuffer batch, Omissions omissions)
      throws IOException {
    int start = batch.position();
    ByteBuffer room = batch.slice(start, size);
    while (room.hasRemaining() && fd.read(room.position(), room) > 0) {}
    if (room.hasRemaining()) {
      omissions.add(Omission.CHANGED_WHILE_READ);
      zero(room);
    }
    int rest = ErofsWriter.inlineTail(size, xattrs.length);
    tail = rest == 0 ? NOTHING : new byte[rest];
    batch.get(start + size - rest, tail);
    blocksAt = start;
    batch.position(start + size - rest);
    zero(batch.slice(batch.position(), -batch.position() & (BLOCK - 1)));
    batch.position((batch.position() + BLOCK - 1) & -BLOCK);
  }

  private static void zero(ByteBuffer buffer) {
    while (buffer.hasRemaining()) {
      buffer.put((byte) 0);
    }
  }

  private void readOther(Omissions omissions) throws IOException {
    Stat s = parent.dir().stat(name);
    stat = s;
    if (s.type() == FileType.DIRECTORY) {
      return;
    }
    if (s.type() == FileType.REGULAR) {
      // Listed as something else, or not at all (file systems without types).
      file = parent.dir().openRegular(name);
      if (file != null) {
        note(file.stat(), file.fd().xattrs(), omissions);
      }
      return;
    }
    note(s, parent.dir().xattrs(name), omissions);
    if (s.type() == FileType.SYMBOLIC_LINK) {
      readTarget();
    }
  }

  /** A link that was swapped for something else since the look is EINVAL (readlink(2)): changed. */
  private void readTarget() throws IOException {
    try {
      link = parent.dir().readLink(name);
    } catch (LinuxException e) {
      if (!e.is(Errno.EINVAL)) {
        throw e;
      }
      attributes = null;
    }
  }

  private void note(Stat s, List<io.labvm.linux.Xattr> all, Omissions omissions) {
    Attributes found = Attributes.of(s, XattrFilter.withoutMarks(all, omissions));
    stat = s;
    attributes = found;
    xattrs = ErofsWriter.prepareXattrs(found, omissions);
    StatOmissions.count(s, omissions);
  }

  /** Puts the entry into the image; {@code firstBlock} is where its batch was written. */
  void write(ErofsWriter image, LinkTable links, int firstBlock) throws IOException {
    if (attributes == null || stat == null) {
      image.omissions().add(Omission.CHANGED_WHILE_READ);
      return;
    }
    ErofsWriter.Inode known = stat.links() > 1 ? links.find(stat) : null;
    ErofsWriter.Inode inode = known == null ? inode(image, attributes, stat, firstBlock) : known;
    if (stat.links() > 1 && known == null) {
      links.put(stat, inode);
    }
    image.name(target, name, inode);
  }

  private ErofsWriter.Inode inode(ErofsWriter image, Attributes a, Stat s, int firstBlock)
      throws IOException {
    if (file != null) {
      return wholeFile(image, a, s.size(), file.fd());
    }
    return switch (s.type()) {
      case REGULAR -> image.stored(a, xattrs, s.size(), firstBlock + blocksAt / BLOCK, tail);
      case SYMBOLIC_LINK -> image.symlink(a, link);
      default -> image.special(a);
    };
  }

  private ErofsWriter.Inode wholeFile(ErofsWriter image, Attributes a, long size, Fd fd)
      throws IOException {
    Extents data = new Extents();
    for (long at = 0; at < size; ) {
      long from = fd.seekData(at);
      if (from < 0 || from >= size) {
        break;
      }
      at = Math.max(from + 1, fd.seekHole(from));
      data.add(from, Math.min(at, size));
    }
    return image.sparse(a, size, data, fd::read);
  }

  void close() {
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
