package io.labvm.layers.tree;

import io.labvm.layers.durable.Digests;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.ImageInode;
import io.labvm.layers.erofs.ImageWalk;
import io.labvm.linux.Dir;
import io.labvm.linux.DirEntries;
import io.labvm.linux.Fd;
import io.labvm.linux.FileType;
import io.labvm.linux.RegularFile;
import io.labvm.linux.Stat;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Everything about a tree, one line per path: type, mode, owner, time in nanoseconds, device, size,
 * digest of the content, target, all extended attributes, and which names are one inode. Two
 * records are equal exactly when the trees are. Whether a file is sparse is not part of it.
 */
public final class TreeRecord {
  private final TreeMap<String, String> lines = new TreeMap<>();
  private final Map<Object, String> firstNames = new HashMap<>();

  private TreeRecord() {}

  /** Records a directory of a mounted file system; the root is the path "". */
  public static TreeRecord ofDirectory(Path root) throws IOException {
    TreeRecord record = new TreeRecord();
    try (Dir dir = Dir.open(root)) {
      Stat stat = dir.fd().stat();
      record.add("", stat, "", dir.fd().xattrs());
      record.walk(dir, "");
    }
    return record;
  }

  /** Records an image by our reader. */
  public static TreeRecord ofImage(Path file) throws IOException {
    TreeRecord record = new TreeRecord();
    try (ErofsImage image = ErofsImage.open(file)) {
      record.add(image, "", image.root());
      ImageWalk.walk(image, (path, inode) -> record.add(image, latin(path), inode));
    }
    return record;
  }

  private void walk(Dir dir, String path) throws IOException {
    DirEntries entries = dir.entries();
    for (int i = 0; i < entries.size(); i++) {
      byte[] name = entries.name(i);
      String child = path.isEmpty() ? latin(name) : path + "/" + latin(name);
      Stat stat = dir.stat(name);
      if (stat.type() == FileType.DIRECTORY) {
        try (Dir below = dir.openDirectory(name)) {
          add(child, stat, "", below.fd().xattrs());
          walk(below, child);
        }
      } else {
        add(child, stat, content(dir, name, stat), dir.xattrs(name));
      }
    }
  }

  private static String content(Dir dir, byte[] name, Stat stat) throws IOException {
    return switch (stat.type()) {
      case SYMBOLIC_LINK -> "-> " + latin(dir.readLink(name));
      case REGULAR -> {
        try (RegularFile file = dir.openRegular(name)) {
          if (file == null) {
            throw new IOException(latin(name) + " is no file any more");
          }
          Fd fd = file.fd();
          yield digest(stat.size(), fd::read);
        }
      }
      default -> "";
    };
  }

  private interface Reader {
    int read(long offset, ByteBuffer into) throws IOException;
  }

  /** Content digest; runs of zeros are skipped in blocks so that huge holes cost little. */
  private static String digest(long size, Reader reader) throws IOException {
    MessageDigest sha = Digests.sha256();
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    for (long at = 0; at < size; ) {
      int n = reader.read(at, buffer.clear());
      if (n <= 0) {
        throw new IOException("content ends at " + at + " of " + size);
      }
      sha.update(buffer.flip());
      at += n;
    }
    return HexFormat.of().formatHex(sha.digest(), 0, 12);
  }

  private void add(String path, Stat stat, String content, List<Xattr> xattrs) {
    String device = stat.deviceMajor() + ":" + stat.deviceMinor();
    long size = stat.type() == FileType.REGULAR ? stat.size() : 0;
    line(
        path,
        List.of(
            stat.type(),
            "%04o".formatted(stat.mode() & 07777),
            stat.uid() + ":" + stat.gid(),
            stat.mtimeSeconds() + "." + stat.mtimeNanos(),
            device,
            size,
            content,
            attributes(xattrs),
            linked(path, stat.type(), stat.links(), stat.device() + "/" + stat.inode())));
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

  private void line(String path, List<Object> fields) {
    lines.put(path, fields.stream().map(String::valueOf).collect(Collectors.joining(" | ")));
  }

  /** Names of one inode carry the first of them, whatever number the inode has. */
  private String linked(String path, FileType type, int links, Object inode) {
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

  /** What differs, a line each; empty when the trees are equal. */
  public List<String> differencesFrom(TreeRecord other) {
    List<String> found = new ArrayList<>();
    TreeMap<String, String> all = new TreeMap<>(lines);
    all.putAll(other.lines);
    for (String path : all.keySet()) {
      String mine = lines.getOrDefault(path, "absent");
      String theirs = other.lines.getOrDefault(path, "absent");
      if (!mine.equals(theirs)) {
        found.add("'" + path + "': " + mine + "  <>  " + theirs);
      }
    }
    return found;
  }
}
