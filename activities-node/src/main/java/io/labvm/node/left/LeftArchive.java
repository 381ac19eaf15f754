package io.labvm.node.left;

import io.labvm.layers.view.PaxRecords;
import io.labvm.layers.view.UstarHeader;
import io.labvm.linux.Dir;
import io.labvm.linux.Errno;
import io.labvm.linux.Fd;
import io.labvm.linux.LinuxException;
import io.labvm.linux.RegularFile;
import io.labvm.linux.Stat;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what lies below a folder of an upper as a pax archive. Deletions and sockets have no form
 * in an archive and are left out; holes are written as zeros.
 */
final class LeftArchive {
  private static final int RECORD = 512;
  private static final int STEP = 1 << 16;

  /** Directories within each other; each holds an open file. */
  private static final int DEEPEST = 400;

  /** Bytes of names kept for hard links; what comes later is written again under each name. */
  private static final long MAX_NAMES = 8L << 20;

  private static final int NAME_OVERHEAD = 128;

  private final OutputStream out;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(STEP);
  private final byte[] bytes = new byte[STEP];
  private final Map<Inode, byte[]> firstNames = new HashMap<>();
  private long namesKept;

  private LeftArchive(OutputStream out) {
    this.out = out;
  }

  private record Inode(long device, long number) {}

  /** All of a folder. */
  static void ofFolder(Dir folder, byte[] name, OutputStream out) throws IOException {
    LeftArchive archive = new LeftArchive(out);
    archive.directory(folder, name.length == 0 ? new byte[] {'.'} : name, name, 0);
    archive.end();
  }

  /** One name of a folder, and what lies below it. */
  static void ofEntry(Dir folder, byte[] name, OutputStream out) throws IOException {
    LeftArchive archive = new LeftArchive(out);
    archive.visit(folder, name, name, 0);
    archive.end();
  }

  private void end() throws IOException {
    out.write(new byte[2 * RECORD]);
  }

  /**
   * @param shown the folder's own name in the archive
   * @param prefix of the names below it
   */
  private void directory(Dir folder, byte[] shown, byte[] prefix, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("folders lie deeper than " + DEEPEST + " within each other");
    }
    Stat stat = folder.fd().stat();
    header(join(shown, new byte[0]), stat, null, 0, '5', folder.fd().xattrs());
    folder.entries(
        LeftTree.PART,
        names -> {
          for (int i = 0; i < names.size(); i++) {
            byte[] name = names.name(i);
            visit(folder, name, prefix.length == 0 ? name : join(prefix, name), depth + 1);
          }
        });
  }

  private void visit(Dir in, byte[] name, byte[] path, int depth) throws IOException {
    Stat stat;
    try {
      stat = in.stat(name);
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return; // it is being discarded
      }
      throw e;
    }
    switch (stat.type()) {
      case DIRECTORY -> {
        try (Dir folder = in.openDirectory(name)) {
          directory(folder, path, path, depth);
        }
      }
      case REGULAR -> file(in, name, path);
      case SYMBOLIC_LINK -> header(path, stat, in.readLink(name), 0, '2', in.xattrs(name));
      case CHARACTER_DEVICE -> {
        if (!LeftEntry.isDeletion(stat)) {
          header(path, stat, null, 0, '3', in.xattrs(name));
        }
      }
      case BLOCK_DEVICE -> header(path, stat, null, 0, '4', in.xattrs(name));
      case FIFO -> header(path, stat, null, 0, '6', in.xattrs(name));
      case SOCKET, UNKNOWN -> {
        // no form
      }
    }
  }

  private void file(Dir in, byte[] name, byte[] path) throws IOException {
    try (RegularFile file = in.openRegular(name)) {
      if (file == null) {
        throw new IOException("not a file any more: " + in);
      }
      Stat stat = file.stat();
      byte[] first = stat.links() > 1 ? firstName(stat, path) : null;
      if (first != null) {
        header(path, stat, first, 0, '1', List.of());
        return;
      }
      header(path, stat, null, stat.size(), '0', file.fd().xattrs());
      content(file.fd(), stat.size());
      pad(stat.size());
    }
  }

  /** The name a link's content was written under; null when it is to be written now. */
  private byte @Nullable [] firstName(Stat stat, byte[] path) {
    Inode inode = new Inode(stat.device(), stat.inode());
    byte[] first = firstNames.get(inode);
    if (first == null && namesKept < MAX_NAMES) {
      namesKept += path.length + NAME_OVERHEAD;
      firstNames.put(inode, path);
    }
    return first;
  }

  private void content(Fd from, long size) throws IOException {
    for (long at = 0; at < size; ) {
      at += copy(from, at, size - at, buffer, bytes, out);
    }
  }

  /** Copies a piece; answers how long it was. */
  static int copy(Fd from, long at, long most, ByteBuffer buffer, byte[] bytes, OutputStream out)
      throws IOException {
    int n = from.read(at, buffer.clear().limit((int) Math.min(bytes.length, most)));
    if (n <= 0) {
      throw new IOException("content ends at byte " + at + ": " + from);
    }
    buffer.get(0, bytes, 0, n);
    out.write(bytes, 0, n);
    return n;
  }

  private void header(
      byte[] path,
      Stat stat,
      byte @Nullable [] target,
      long size,
      char type,
      List<Xattr> attributes)
      throws IOException {
    PaxRecords pax = new PaxRecords();
    pax.text("mtime", PaxRecords.time(stat.mtimeSeconds(), stat.mtimeNanos()));
    for (Xattr attribute : LeftEntry.own(attributes)) {
      pax.bytes("SCHILY.xattr." + attribute.name(), attribute.value());
    }
    UstarHeader header = new UstarHeader(type).name(path, pax).link(target, pax).size(size, pax);
    header.owner(stat.mode(), stat.uid(), stat.gid(), pax).changed(stat.mtimeSeconds());
    header.device(stat.deviceMajor(), stat.deviceMinor());
    byte[] records = pax.encode();
    out.write(UstarHeader.ofPax(records.length).encode());
    out.write(records);
    pad(records.length);
    out.write(header.encode());
  }

  private void pad(long size) throws IOException {
    out.write(new byte[(int) (-size & (RECORD - 1))]);
  }

  private static byte[] join(byte[] parent, byte[] name) {
    byte[] joined = Arrays.copyOf(parent, parent.length + 1 + name.length);
    joined[parent.length] = '/';
    System.arraycopy(name, 0, joined, parent.length + 1, name.length);
    return joined;
  }
}
