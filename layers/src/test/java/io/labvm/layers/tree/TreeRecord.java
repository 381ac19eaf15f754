package io.labvm.layers.tree;

import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.ImageInode;
import io.labvm.layers.erofs.ImageWalk;
import io.labvm.layers.view.StackView;
import io.labvm.layers.view.ViewCursor;
import io.labvm.layers.view.ViewNode;
import io.labvm.linux.Dir;
import io.labvm.linux.DirEntries;
import io.labvm.linux.Errno;
import io.labvm.linux.Fd;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.Names;
import io.labvm.linux.RegularFile;
import io.labvm.linux.Stat;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a tree, one line per path: type (also the one its directory lists), mode, owner,
 * time in nanoseconds, device, size, digest of the content, target, all extended attributes, and
 * which names are one inode. Names that a directory lists and nobody can look up are lines too. Two
 * records are equal exactly when the trees are. How much of a file is data is kept beside, see
 * {@link #inflatedSince}.
 */
public final class TreeRecord {
  /** What a line tells, in its order. */
  private static final List<String> FIELDS =
      List.of("type", "mode", "owner", "mtime", "device", "size", "content", "xattrs", "links");

  private static final long BLOCK = 4096;
  private static final long DEEP_STACK = 256L << 20;

  /** How many blocks of a file are data. */
  private record Data(long blocks, long size) {}

  private final TreeMap<String, String> lines = new TreeMap<>();
  private final Map<Object, String> firstNames = new HashMap<>();
  private final Map<String, Data> data = new HashMap<>();
  private final Map<Object, List<String>> names = new HashMap<>();
  private final boolean visibleLinks;

  private TreeRecord(boolean visibleLinks) {
    this.visibleLinks = visibleLinks;
  }

  /** Records a directory of a mounted file system; the root is the path "". */
  public static TreeRecord ofDirectory(Path root) throws IOException {
    return ofMounted(root, false);
  }

  /**
   * Records what an overlay shows. Links are the names that can be seen: the number of links that a
   * lower file has counts names too that an upper hides.
   */
  public static TreeRecord ofView(Path root) throws IOException {
    TreeRecord record = ofMounted(root, true);
    record.linkVisible();
    return record;
  }

  /**
   * Records what a mounted desktop shows. Where its upper has a name, links are those of the upper:
   * a name that was looked up before its file was copied up and linked goes on to show the number
   * of the lower's inode, until the kernel forgets it.
   */
  public static TreeRecord ofDesktop(Path merged, Path upper) throws IOException {
    TreeRecord record = new TreeRecord(true);
    onDeepStack(
        () -> {
          try (Dir dir = Dir.open(merged);
              Dir above = Dir.open(upper)) {
            record.add("", dir.fd().stat(), "", dir.fd().xattrs(), "");
            record.walk(dir, above, "");
          }
        });
    record.linkVisible();
    return record;
  }

  /** Records what our reader of stacks shows, comparable with {@link #ofView}. */
  public static TreeRecord ofStack(StackView view) throws IOException {
    TreeRecord record = new TreeRecord(true);
    record.add(view, "", view.root());
    record.walk(view, view.root(), "");
    record.linkVisible();
    return record;
  }

  private void linkVisible() {
    names.values().stream()
        .filter(group -> group.size() > 1)
        .forEach(group -> group.forEach(name -> link(name, group)));
  }

  private void walk(StackView view, ViewNode directory, String path) throws IOException {
    ViewCursor cursor = view.list(directory);
    while (cursor.next()) {
      String name = latin(cursor.name());
      String child = path.isEmpty() ? name : path + "/" + name;
      add(view, child, cursor.node());
      if (cursor.node().isDirectory()) {
        walk(view, cursor.node(), child);
      }
    }
  }

  private static TreeRecord ofMounted(Path root, boolean visibleLinks) throws IOException {
    TreeRecord record = new TreeRecord(visibleLinks);
    onDeepStack(
        () -> {
          try (Dir dir = Dir.open(root)) {
            record.add("", dir.fd().stat(), "", dir.fd().xattrs(), "");
            record.walk(dir, null, "");
          }
        });
    return record;
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Interpreted frames of the deepest sample trees do not fit into the usual stack. */
  private static void onDeepStack(Step step) throws IOException {
    var task =
        new FutureTask<>(
            () -> {
              step.run();
              return true;
            });
    new Thread(null, task, "tree-record", DEEP_STACK).start();
    try {
      task.get();
    } catch (ExecutionException e) {
      switch (Objects.requireNonNull(e.getCause())) {
        case IOException io -> throw io;
        case Error error -> throw error;
        case RuntimeException unchecked -> throw unchecked;
        default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** Records an image by our reader. */
  public static TreeRecord ofImage(Path file) throws IOException {
    return ofImage(file, DataFiles.none());
  }

  /** Records an image whose content may lie in data files. */
  public static TreeRecord ofImage(Path file, DataFiles data) throws IOException {
    TreeRecord record = new TreeRecord(false);
    try (ErofsImage image = ErofsImage.open(file, data)) {
      record.add(image, "", image.root());
      ImageWalk.walk(image, (path, inode) -> record.add(image, latin(path), inode));
    }
    return record;
  }

  private void walk(Dir dir, @Nullable Dir upper, String path) throws IOException {
    DirEntries entries = dir.entries();
    for (int i = 0; i < entries.size(); i++) {
      byte[] name = entries.name(i);
      String child = path.isEmpty() ? latin(name) : path + "/" + latin(name);
      try {
        visit(dir, upper, name, child, entries.type(i));
      } catch (LinuxException e) {
        if (!e.is(Errno.ENOENT)) {
          throw e;
        }
        lines.put(child, "listed, and nothing is there");
      }
    }
  }

  private void visit(Dir dir, @Nullable Dir upper, byte[] name, String child, FileType listed)
      throws IOException {
    Stat stat = dir.stat(name);
    Stat above = upper == null ? null : statOrNull(upper, name);
    String misled = listed == stat.type() ? "" : " listed as " + listed;
    if (stat.type() == FileType.DIRECTORY) {
      try (Dir below = dir.openDirectory(name)) {
        add(child, stat, "", below.fd().xattrs(), misled);
        try (Dir aboveBelow = above == null || upper == null ? null : upper.openDirectory(name)) {
          walk(below, aboveBelow, child);
        }
      }
    } else {
      add(child, stat, content(dir, name, child, stat), dir.xattrs(name), misled);
      if (above != null) {
        names.getOrDefault(inode(stat), new ArrayList<>()).remove(child);
        names.computeIfAbsent("upper " + inode(above), ignored -> new ArrayList<>()).add(child);
      }
    }
  }

  private static @Nullable Stat statOrNull(Dir dir, byte[] name) throws IOException {
    try {
      return dir.stat(name);
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return null;
      }
      throw e;
    }
  }

  private static String inode(Stat stat) {
    return stat.device() + "/" + stat.inode();
  }

  private String content(Dir dir, byte[] name, String child, Stat stat) throws IOException {
    return switch (stat.type()) {
      case SYMBOLIC_LINK -> "-> " + latin(dir.readLink(name));
      case REGULAR -> {
        try (RegularFile file = dir.openRegular(name)) {
          if (file == null) {
            throw new IOException(latin(name) + " is no file any more");
          }
          Fd fd = file.fd();
          data.put(child, new Data(dataBlocks(fd), stat.size()));
          yield digest(stat.size(), fd::read);
        }
      }
      default -> "";
    };
  }

  private static long dataBlocks(Fd fd) throws IOException {
    long blocks = 0;
    for (long at = fd.seekData(0); at >= 0; ) {
      long end = fd.seekHole(at);
      blocks += (end + BLOCK - 1) / BLOCK - at / BLOCK;
      at = fd.seekData(end);
    }
    return blocks;
  }

  private interface Reader {
    int read(long offset, ByteBuffer into) throws IOException;
  }

  private static final ThreadLocal<ByteBuffer> BUFFER =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(1 << 16));

  /**
   * Two checksums of different polynomials, 64 bits together: nobody here forges contents, and a
   * cryptographic digest of all trees, mostly of holes, took more time than all that is tested.
   */
  private static String digest(long size, Reader reader) throws IOException {
    CRC32 one = new CRC32();
    CRC32C other = new CRC32C();
    ByteBuffer buffer = BUFFER.get();
    for (long at = 0; at < size; ) {
      int n = reader.read(at, buffer.clear());
      if (n <= 0) {
        throw new IOException("content ends at " + at + " of " + size);
      }
      one.update(buffer.flip());
      other.update(buffer.rewind());
      at += n;
    }
    return HexFormat.of().toHexDigits(one.getValue() << 32 | other.getValue());
  }

  private void add(String path, Stat stat, String content, List<Xattr> xattrs, String misled) {
    String device = stat.deviceMajor() + ":" + stat.deviceMinor();
    long size = stat.type() == FileType.REGULAR ? stat.size() : 0;
    line(
        path,
        List.of(
            stat.type() + misled,
            "%04o".formatted(stat.mode() & 07777),
            stat.uid() + ":" + stat.gid(),
            stat.mtimeSeconds() + "." + stat.mtimeNanos(),
            device,
            size,
            content,
            attributes(xattrs),
            linked(path, stat.type(), stat.links(), inode(stat))));
  }

  private void add(ErofsImage image, String path, ImageInode inode) throws IOException {
    String content =
        switch (inode.type()) {
          case SYMBOLIC_LINK -> "-> " + latin(image.readLink(inode));
          case REGULAR -> digest(inode.size(), (at, into) -> image.read(inode, at, into));
          default -> "";
        };
    line(
        path,
        List.of(
            inode.type(),
            "%04o".formatted(inode.mode() & 07777),
            inode.uid() + ":" + inode.gid(),
            inode.mtimeSeconds() + "." + inode.mtimeNanos(),
            inode.deviceMajor() + ":" + inode.deviceMinor(),
            inode.type() == FileType.REGULAR ? inode.size() : 0,
            content,
            attributes(image.xattrs(inode)),
            linked(path, inode.type(), inode.links(), inode.nid())));
  }

  private void add(StackView view, String path, ViewNode node) throws IOException {
    ImageInode inode = node.inode();
    String content =
        switch (inode.type()) {
          case SYMBOLIC_LINK -> "-> " + latin(view.readLink(node));
          case REGULAR -> digest(inode.size(), (at, into) -> view.read(node, at, into));
          default -> "";
        };
    line(
        path,
        List.of(
            inode.type(),
            "%04o".formatted(inode.mode() & 07777),
            inode.uid() + ":" + inode.gid(),
            inode.mtimeSeconds() + "." + inode.mtimeNanos(),
            inode.deviceMajor() + ":" + inode.deviceMinor(),
            inode.type() == FileType.REGULAR ? inode.size() : 0,
            content,
            attributes(view.xattrs(node)),
            linked(path, inode.type(), inode.links(), node.identity())));
  }

  private void line(String path, List<Object> fields) {
    lines.put(path, fields.stream().map(String::valueOf).collect(Collectors.joining(" | ")));
  }

  /** Names of one inode carry the first of them, whatever number the inode has. */
  private String linked(String path, FileType type, int links, Object inode) {
    if (visibleLinks) {
      if (type != FileType.DIRECTORY) {
        names.computeIfAbsent(inode, ignored -> new ArrayList<>()).add(path);
      }
      return "";
    }
    if (type == FileType.DIRECTORY || links == 1) {
      return type == FileType.DIRECTORY ? "" : "1";
    }
    return links + " as " + firstNames.computeIfAbsent(inode, ignored -> path);
  }

  private static String attributes(List<Xattr> xattrs) {
    return xattrs.stream()
        .map(x -> x.name() + "=" + value(x.value()))
        .sorted()
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(byte[] value) {
    return value.length <= 16
        ? HexFormat.of().formatHex(value)
        : value.length + "#" + Arrays.hashCode(value);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** How many entries, the root included. */
  public int size() {
    return lines.size();
  }

  public Map<String, String> lines() {
    return lines;
  }

  private void link(String name, List<String> group) {
    lines.merge(name, group.size() + " as " + group.getFirst(), String::concat);
  }

  /** What differs, a line each; empty when the trees are equal. */
  public List<String> differencesFrom(TreeRecord other) {
    List<String> found = new ArrayList<>();
    TreeMap<String, String> all = new TreeMap<>(lines);
    all.putAll(other.lines);
    for (String path : all.keySet()) {
      String mine = lines.getOrDefault(path, "absent");
      String theirs = other.lines.getOrDefault(path, "absent");
      if (!mine.equals(theirs)) {
        found.add("'" + printable(path) + "': " + difference(mine, theirs));
      }
    }
    return found;
  }

  /** Only the fields that differ, when both are there. */
  private static String difference(String mine, String theirs) {
    String[] a = mine.split(" \\| ", -1);
    String[] b = theirs.split(" \\| ", -1);
    if (a.length != FIELDS.size() || b.length != FIELDS.size()) {
      return mine + "  <>  " + theirs;
    }
    return IntStream.range(0, a.length)
        .filter(i -> !a[i].equals(b[i]))
        .mapToObj(i -> FIELDS.get(i) + " " + a[i] + "  <>  " + b[i])
        .collect(Collectors.joining("; "));
  }

  /**
   * Files that hold more data here than in the other tree: holes of theirs have become zeros. An
   * image may store some where that is cheaper than to list the hole, which costs 4 bytes a block.
   */
  public List<String> inflatedSince(TreeRecord other) {
    List<String> found = new ArrayList<>();
    data.forEach(
        (path, here) -> {
          Data before = other.data.getOrDefault(path, here);
          long cheaper = here.size() / BLOCK * 4 / BLOCK;
          if (here.blocks() > before.blocks() + cheaper + 1) {
            found.add("'" + printable(path) + "': " + before + " became " + here);
          }
        });
    return found;
  }

  private static String printable(String path) {
    return Names.printable(path.getBytes(StandardCharsets.ISO_8859_1));
  }
}
