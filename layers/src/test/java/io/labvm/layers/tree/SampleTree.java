package io.labvm.layers.tree;

import io.labvm.linux.Dir;
import io.labvm.linux.Fd;
import io.labvm.linux.FileType;
import io.labvm.linux.Names;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;

/** Makes trees with everything a file system can hold, the same for the same seed. Needs root. */
public final class SampleTree {
  private static final HexFormat HEX = HexFormat.of();
  // user::rwx, user:1001:r-x, group::r--, mask::r-x, other::---
  private static final byte[] ACL =
      HEX.parseHex(
          "0200000001000700ffffffff02000500e903000004000400ffffffff10000500ffffffff20000000ffffffff");
  // cap_net_raw=ep
  private static final byte[] CAPABILITY = HEX.parseHex("0100000200200000000000000000000000000000");

  private final Random random;
  private int made;

  public SampleTree(long seed) {
    random = new Random(seed);
  }

  /** Fills a directory with about {@code count} random entries of every kind. */
  public void fill(Path root, int count) throws IOException {
    try (Dir dir = Dir.open(root)) {
      fill(dir, count, 0);
    }
    decorate(root);
  }

  private void fill(Dir dir, int count, int depth) throws IOException {
    int end = made + count;
    while (made < end) {
      byte[] name = name();
      made++;
      if (random.nextInt(6) == 0 && depth < 12) {
        dir.makeDirectory(name, random.nextInt(01000));
        try (Dir below = dir.openDirectory(name)) {
          fill(below, Math.min(end - made, random.nextInt(40)), depth + 1);
        }
      } else {
        entry(dir, name);
      }
      decorate(within(dir, name));
    }
  }

  private void entry(Dir dir, byte[] name) throws IOException {
    switch (random.nextInt(12)) {
      case 0 -> dir.makeNode(name, FileType.FIFO.modeBits() | 0640, 0, 0);
      case 1 -> dir.makeNode(name, FileType.SOCKET.modeBits() | 0755, 0, 0);
      case 2 -> dir.makeNode(name, FileType.CHARACTER_DEVICE.modeBits() | 0600, 4, 64 + made);
      case 3 -> dir.makeNode(name, FileType.BLOCK_DEVICE.modeBits() | 0600, 259, 70_000);
      case 4, 5 -> Files.createSymbolicLink(within(dir, name), Path.of(target()));
      case 6 -> hardLink(dir, name);
      case 7 -> sparse(file(dir, name));
      default -> Files.write(file(dir, name), content());
    }
  }

  private String target() {
    return "t".repeat(1 + random.nextInt(random.nextInt(10) == 0 ? 4000 : 60));
  }

  private byte[] content() {
    int[] sizes = {0, 1, 100, 4031, 4032, 4033, 4095, 4096, 4097, 8192, 20_000, 300_000};
    byte[] content = new byte[sizes[random.nextInt(sizes.length)]];
    random.nextBytes(content);
    return content;
  }

  private void hardLink(Dir dir, byte[] name) throws IOException {
    Path file = file(dir, name);
    Files.write(file, content());
    for (int i = random.nextInt(4); i > 0; i--) {
      made++;
      Path link = within(dir, ("link-" + made).getBytes(StandardCharsets.US_ASCII));
      Files.createLink(link, file);
    }
  }

  private void sparse(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long end = 1 + random.nextLong(1L << (12 + random.nextInt(14)));
      for (int i = random.nextInt(5); i > 0; i--) {
        byte[] part = new byte[1 + random.nextInt(9000)];
        random.nextBytes(part);
        int written = channel.write(ByteBuffer.wrap(part), random.nextLong(end));
        if (written != part.length) {
          throw new IOException("short write");
        }
      }
      if (channel.size() < end) {
        int written = channel.write(ByteBuffer.allocate(1), end);
        if (written != 1) {
          throw new IOException("short write");
        }
      }
    }
  }

  /** A new regular file of any name, as a path that works whatever its bytes are. */
  private static Path file(Dir dir, byte[] name) throws IOException {
    dir.makeNode(name, FileType.REGULAR.modeBits() | 0644, 0, 0);
    return within(dir, name);
  }

  /** The JDK cannot spell every name, but the kernel keeps them apart for it here. */
  private static Path within(Dir dir, byte[] name) {
    if (Names.isUtf8(name) && new String(name, StandardCharsets.UTF_8).matches("[ -~]+")) {
      return dir.fd().path().resolve(new String(name, StandardCharsets.US_ASCII));
    }
    return UNSPELLABLE;
  }

  private static final Path UNSPELLABLE = Path.of("/dev/null/unspellable");

  private byte[] name() {
    if (random.nextInt(3) > 0) {
      return ("n" + made + "-" + "x".repeat(random.nextInt(20)))
          .getBytes(StandardCharsets.US_ASCII);
    }
    String[] edges = {"-" + made, "#" + made, ". " + made, ".." + made, "~" + made, " " + made};
    if (random.nextBoolean()) {
      return edges[random.nextInt(edges.length)].getBytes(StandardCharsets.US_ASCII);
    }
    byte[] name =
        ("L" + made + "_".repeat(255)).substring(0, 255).getBytes(StandardCharsets.US_ASCII);
    return name;
  }

  /** Owner, times, modes and attributes of anything that has a spellable name. */
  private void decorate(Path path) throws IOException {
    if (path.equals(UNSPELLABLE)) {
      return;
    }
    boolean link = Files.isSymbolicLink(path);
    var noFollow = java.nio.file.LinkOption.NOFOLLOW_LINKS;
    Files.setAttribute(path, "unix:uid", random.nextInt(3) * 100_000, noFollow);
    Files.setAttribute(path, "unix:gid", random.nextInt(3) * 7, noFollow);
    // The JDK opens what it sets mode or time of: never a FIFO or a device.
    boolean openable = Files.isRegularFile(path, noFollow) || Files.isDirectory(path, noFollow);
    if (openable) {
      Files.setAttribute(path, "unix:mode", random.nextInt(010000) | 0400, noFollow);
    }
    xattrs(path, link);
    Instant time =
        Instant.ofEpochSecond(
            random.nextLong(-1_000_000, 3_000_000_000L), random.nextInt(1_000_000_000));
    if (openable) {
      Files.setLastModifiedTime(path, FileTime.from(time));
    }
  }

  private void xattrs(Path path, boolean link) throws IOException {
    if (random.nextInt(4) > 0) {
      return;
    }
    io.labvm.linux.Xattrs.set(path, Xattr.of("trusted.t" + random.nextInt(5), bytes(40)));
    if (!link && (Files.isRegularFile(path) || Files.isDirectory(path))) {
      io.labvm.linux.Xattrs.set(path, Xattr.of("user.empty", new byte[0]));
      io.labvm.linux.Xattrs.set(path, Xattr.of("user.long", bytes(2500)));
      io.labvm.linux.Xattrs.set(path, Xattr.of("system.posix_acl_access", ACL));
    }
    if (Files.isDirectory(path) && !link) {
      io.labvm.linux.Xattrs.set(path, Xattr.of("system.posix_acl_default", ACL));
    }
    if (Files.isRegularFile(path) && !link) {
      io.labvm.linux.Xattrs.set(path, Xattr.of("security.capability", CAPABILITY));
    }
  }

  private byte[] bytes(int limit) {
    byte[] bytes = new byte[random.nextInt(limit)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The cases that random trees seldom meet. */
  public static void addEdges(Path root) throws IOException {
    Files.createDirectories(root.resolve("empty"));
    Path many = Files.createDirectories(root.resolve("many"));
    for (int i = 0; i < 1500; i++) {
      Files.createFile(many.resolve("entry-with-a-longer-name-" + i));
    }
    try (Dir dir = Dir.open(root)) {
      for (int first = 1; first < 256; first++) {
        if (first != '/') {
          byte[] name = {(byte) first, 'x', (byte) 0xfe};
          dir.makeNode(name, FileType.REGULAR.modeBits() | 0600, 0, 0);
        }
      }
    }
  }

  /** Directories far deeper than any path the kernel takes at once. */
  public static void addDepth(Path root, int depth) throws IOException {
    try (Dir dir = Dir.open(root)) {
      deep(dir, depth);
    }
  }

  private static void deep(Dir dir, int depth) throws IOException {
    byte[] name = "deep".getBytes(StandardCharsets.US_ASCII);
    Dir at = dir;
    for (int i = 0; i < depth; i++) {
      at.makeDirectory(name, 0755);
      Dir below = at.openDirectory(name);
      if (at != dir) {
        at.close();
      }
      at = below;
    }
    try (Dir last = at;
        Fd fd = last.fd()) {
      fd.sync();
    }
  }
}
