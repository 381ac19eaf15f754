package io.labvm.node.copy;

import io.labvm.layers.mount.CopyProgress;
import io.labvm.linux.Dir;
import io.labvm.linux.DirWriter;
import io.labvm.linux.Errno;
import io.labvm.linux.Fd;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.RegularFile;
import io.labvm.linux.Stat;
import io.labvm.linux.Xattr;
import io.labvm.node.left.LeftEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies a file or tree of a read-only view or of an upper at rest, with owners, modes, attributes,
 * times and hard links, into a directory that its owner may change meanwhile: what is made is
 * reached by name from open directories only.
 */
final class TreeCopy {
  /** Directories within each other; each holds two open files. */
  private static final int DEEPEST = 400;

  /** Files of several names that are remembered; names of more become files of their own. */
  private static final int MOST_LINKS = 50_000;

  private static final int STEP = 1 << 20;

  /** Of the names of each open directory that are held, bytes of memory. */
  private static final int PART = 1 << 15;

  private final CopyProgress progress;
  private final long of;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(STEP);
  private final Map<Inode, byte[]> linked = new HashMap<>();
  private long files;
  private long bytes;

  private record Inode(long device, long number) {}

  /**
   * @param of bytes of content in all, for the progress
   */
  TreeCopy(CopyProgress progress, long of) {
    this.progress = progress;
    this.of = of;
  }

  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  /** Bytes of content of an entry and all below it. */
  static long size(Dir from, byte[] name, int depth) throws IOException {
    Stat stat = from.stat(name);
    if (stat.type() != FileType.DIRECTORY) {
      return stat.type() == FileType.REGULAR ? stat.size() : 0;
    }
    if (depth > DEEPEST) {
      throw new IOException("folders lie deeper than " + DEEPEST + " within each other");
    }
    long[] sum = new long[1];
    try (Dir directory = from.openDirectory(name)) {
      directory.entries(
          PART,
          names -> {
            for (int i = 0; i < names.size(); i++) {
              sum[0] += size(directory, names.name(i), depth + 1);
            }
          });
    }
    return sum[0];
  }

  /** Copies an entry under a name that is free. */
  void copy(Dir from, byte[] name, Dir to, byte[] as) throws IOException {
    copy(from, name, new Target(to, to, as, as));
  }

  /** A name to be made. */
  private static final class Target {
    private final Dir top;
    private final Dir directory;
    private final byte[] name;
    private final byte[] path;

    /**
     * @param top where the copy as a whole lies
     * @param path of the name below it
     */
    Target(Dir top, Dir directory, byte[] name, byte[] path) {
      this.top = top;
      this.directory = directory;
      this.name = name;
      this.path = path;
    }

    DirWriter writer() {
      return new DirWriter(directory);
    }

    Target below(Dir inner, byte[] entry) {
      byte[] longer = Arrays.copyOf(path, path.length + 1 + entry.length);
      longer[path.length] = '/';
      System.arraycopy(entry, 0, longer, path.length + 1, entry.length);
      return new Target(top, inner, entry, longer);
    }
  }

  private void copy(Dir from, byte[] name, Target to) throws IOException {
    Stat stat = from.stat(name);
    if (LeftEntry.isDeletion(stat)) {
      return; // of an upper: there is nothing to put
    }
    files++;
    switch (stat.type()) {
      case DIRECTORY -> directory(from, name, stat, to);
      case REGULAR -> file(from, name, stat, to);
      case SYMBOLIC_LINK -> {
        to.writer().makeSymbolicLink(to.name, from.readLink(name));
        finish(from, name, stat, to);
      }
      case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> {
        int mode = stat.type().modeBits() | 0600;
        to.directory.makeNode(to.name, mode, stat.deviceMajor(), stat.deviceMinor());
        finish(from, name, stat, to);
      }
      case UNKNOWN -> throw new IOException("a file of an unknown type: " + from);
    }
  }

  private static void finish(Dir from, byte[] name, Stat stat, Target to) throws IOException {
    for (Xattr attribute : LeftEntry.own(from.xattrs(name))) {
      to.writer().setXattr(to.name, attribute);
    }
    to.writer().setAttributes(to.name, stat);
  }

  private void directory(Dir from, byte[] name, Stat stat, Target to) throws IOException {
    to.directory.makeDirectory(to.name, 0700);
    try (Dir source = from.openDirectory(name);
        Dir made = to.directory.openDirectory(to.name)) {
      source.entries(
          PART,
          names -> {
            for (int i = 0; i < names.size(); i++) {
              byte[] entry = names.name(i);
              copy(source, entry, to.below(made, entry));
            }
          });
      finish(source.fd(), stat, made.fd());
    }
  }

  /** Owner first, since its change takes capabilities away, and the time last. */
  private static void finish(Fd from, Stat stat, Fd made) throws IOException {
    DirWriter.setAttributes(made, stat);
    List<Xattr> attributes = LeftEntry.own(from.xattrs());
    for (Xattr attribute : attributes) {
      made.setXattr(attribute);
    }
  }

  private void file(Dir from, byte[] name, Stat stat, Target to) throws IOException {
    Inode inode = new Inode(stat.device(), stat.inode());
    byte[] other = linked.get(inode);
    if (other != null && link(other, to)) {
      return;
    }
    try (RegularFile source = from.openRegular(name);
        Fd made = to.writer().createFile(to.name)) {
      if (source == null) {
        throw new IOException("not a file any more: " + from);
      }
      content(source.fd(), made, stat.size());
      finish(source.fd(), stat, made);
    }
    if (stat.links() > 1 && linked.size() < MOST_LINKS) {
      linked.put(inode, to.path);
    }
  }

  /** False when the first name is not what was made there any more: somebody moved it. */
  private static boolean link(byte[] other, Target to) throws LinuxException {
    try (Fd first = to.top.openPath(other)) {
      if (first.stat().type() != FileType.REGULAR) {
        return false;
      }
      to.writer().link(first, to.name);
      return true;
    } catch (LinuxException e) {
      if (isNoName(e) || e.is(Errno.EMLINK)) {
        return false;
      }
      throw e;
    }
  }

  /** Gone, something else by now, or deeper than a path may say. */
  private static boolean isNoName(LinuxException e) {
    return e.is(Errno.ENOENT)
        || e.is(Errno.ELOOP)
        || e.is(Errno.ENOTDIR)
        || e.is(Errno.ENAMETOOLONG);
  }

  /** Holes stay holes. */
  private void content(Fd from, Fd to, long size) throws IOException {
    for (long at = from.seekData(0); at >= 0 && at < size; at = from.seekData(at)) {
      long end = Math.min(size, from.seekHole(at));
      while (at < end) {
        buffer.clear().limit((int) Math.min(STEP, end - at));
        int n = from.read(at, buffer);
        if (n <= 0) {
          throw new IOException("the version's file is shorter than it says: " + from);
        }
        DirWriter.write(to, buffer.flip(), at);
        at += n;
        bytes += n;
        progress.copied(bytes, of);
      }
      if (at >= size) {
        break;
      }
    }
    DirWriter.setSize(to, size);
  }
}
