package io.labvm.linux;

import io.labvm.linux.ffm.FileCalls;
import io.labvm.linux.ffm.MountCalls;
import io.labvm.linux.ffm.RawStat;
import io.labvm.linux.ffm.Uapi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open directory, from which everything below is reached by name and never by path. Whoever else
 * may change the tree meanwhile (a member is root in their desktop) cannot lead a caller out of it:
 * no call here follows a symbolic link, and none opens a device.
 */
public final class Dir implements AutoCloseable {
  private static final int LISTING_BYTES = 1 << 15;
  private static final int OPEN_DIRECTORY =
      Uapi.O_RDONLY | Uapi.O_DIRECTORY | Uapi.O_NOFOLLOW | Uapi.O_CLOEXEC;
  private static final int OPEN_FILE =
      Uapi.O_RDONLY | Uapi.O_NOFOLLOW | Uapi.O_CLOEXEC | Uapi.O_NONBLOCK | Uapi.O_NOCTTY;
  private static final ThreadLocal<ByteBuffer> LISTING =
      ThreadLocal.withInitial(
          () -> ByteBuffer.allocateDirect(LISTING_BYTES).order(ByteOrder.nativeOrder()));

  private final Fd fd;
  private final String name;
  private final boolean deviceless;

  private Dir(Fd fd, String name, boolean deviceless) {
    this.fd = fd;
    this.name = name;
    this.deviceless = deviceless;
  }

  /** Opens a directory by a path of ours; links in the path itself are followed. */
  public static Dir open(Path path) throws LinuxException {
    Fd fd = Fd.open(path, Uapi.O_RDONLY | Uapi.O_DIRECTORY | Uapi.O_CLOEXEC);
    return new Dir(fd, path.toString(), false);
  }

  /**
   * Opens a directory through a private mount of it that knows no devices, sets no access times and
   * shows no other mounts; it vanishes with the last descriptor. Reading files then needs two calls
   * less each. Where the kernel refuses (before 5.12, without privilege): like {@link #open}.
   */
  public static Dir openConfined(Path path) throws LinuxException {
    byte[] bytes = Names.bytes(path);
    int tree = MountCalls.openTreeClone(Uapi.AT_FDCWD, bytes, 0);
    if (tree < 0) {
      return open(path);
    }
    try (Fd mount = new Fd(tree, path.toString())) {
      if (confine(mount) < 0) {
        return open(path);
      }
      byte[] dot = {'.'};
      int fd = FileCalls.openat(mount.number(), dot, OPEN_DIRECTORY);
      LinuxException.check(fd, "openat", path.toString());
      return new Dir(new Fd(fd, path.toString()), path.toString(), true);
    }
  }

  private static int confine(Fd mount) {
    int attributes =
        Uapi.MOUNT_ATTR_NODEV
            | Uapi.MOUNT_ATTR_NOATIME
            | Uapi.MOUNT_ATTR_NOEXEC
            | Uapi.MOUNT_ATTR_NOSUID;
    // The kinds of access times exclude each other: the old one must be cleared.
    return MountCalls.mountSetattr(
        mount.number(), attributes, Uapi.MOUNT_ATTR__ATIME, Uapi.MS_PRIVATE);
  }

  /** The descriptor, for {@link Fd#stat}, {@link Fd#xattrs} and {@link Fd#sync} of itself. */
  public Fd fd() {
    return fd;
  }

  /** Whether {@link #openConfined} could keep other mounts and devices out. */
  public boolean isConfined() {
    return deviceless;
  }

  /**
   * All names, sorted. The directory is read from its start. EFBIG when they take more than {@link
   * DirEntries#MAX_BYTES}.
   */
  public DirEntries entries() throws LinuxException {
    DirEntries entries = new DirEntries();
    rewind();
    while (read(entries)) {
      if (entries.bytes() > DirEntries.MAX_BYTES) {
        throw new LinuxException("getdents64", name, Errno.EFBIG.number());
      }
    }
    entries.finish();
    return entries;
  }

  /**
   * The first names, sorted, until they take that much memory, about. Read from the start each
   * time: for whoever removes what it is given.
   */
  public DirEntries first(int bytes) throws LinuxException {
    DirEntries entries = new DirEntries();
    rewind();
    while (entries.bytes() <= bytes && read(entries)) {
      // reads on
    }
    entries.finish();
    return entries;
  }

  /** Takes the names of a directory part by part, each sorted in itself. */
  public interface Parts<E extends IOException> {
    void take(DirEntries part) throws E;
  }

  /**
   * All names, however many. One that moves while the directory is read may come in two parts.
   *
   * @param bytes of memory after which a part ends, about
   */
  public <E extends IOException> void entries(int bytes, Parts<E> parts) throws LinuxException, E {
    rewind();
    DirEntries part = new DirEntries();
    while (read(part)) {
      if (part.bytes() > bytes) {
        part.finish();
        parts.take(part);
        part = new DirEntries();
      }
    }
    part.finish();
    parts.take(part);
  }

  /** A second listing through one descriptor would go on at its end. */
  private void rewind() throws LinuxException {
    LinuxException.check((int) FileCalls.lseek(fd.number(), 0, 0), "lseek", name);
  }

  /** Adds the names of one call; false when there are no more. */
  private boolean read(DirEntries to) throws LinuxException {
    ByteBuffer buffer = LISTING.get();
    int n = (int) FileCalls.getdents64(fd.number(), buffer.clear());
    if (LinuxException.check(n, "getdents64", name) == 0) {
      return false;
    }
    byte[] block = new byte[n];
    buffer.get(0, block, 0, n);
    split(buffer, block, n, to);
    return true;
  }

  private static void split(ByteBuffer buffer, byte[] block, int length, DirEntries entries) {
    for (int at = 0; at < length; ) {
      int record = buffer.getShort(at + Uapi.Dirent.RECLEN) & 0xffff;
      int from = at + Uapi.Dirent.NAME;
      int end = from;
      while (block[end] != 0) {
        end++;
      }
      boolean dots =
          block[from] == '.' && (end - from == 1 || (end - from == 2 && block[from + 1] == '.'));
      if (!dots) {
        entries.add(block, from, end - from, block[at + Uapi.Dirent.TYPE]);
      }
      at += record;
    }
  }

  public Stat stat(byte[] entry) throws LinuxException {
    RawStat raw = new RawStat();
    int result = FileCalls.statx(fd.number(), single(entry), Uapi.AT_SYMLINK_NOFOLLOW, raw);
    if (result < 0) {
      throw new LinuxException("statx", below(entry), -result); // a text only when it is needed
    }
    return Stat.of(raw);
  }

  /** Opens a directory right below; a symbolic link is refused with ELOOP or ENOTDIR. */
  public Dir openDirectory(byte[] entry) throws LinuxException {
    int child = FileCalls.openat(fd.number(), single(entry), OPEN_DIRECTORY);
    String path = below(entry);
    return new Dir(new Fd(LinuxException.check(child, "openat", path), path), path, deviceless);
  }

  /**
   * Opens a regular file right below for reading, or answers null when the name is something else
   * (then nothing was opened that could block or act, not even for a moment).
   */
  public @Nullable RegularFile openRegular(byte[] entry) throws LinuxException {
    return deviceless ? openThenCheck(entry) : checkThenOpen(entry);
  }

  private @Nullable RegularFile openThenCheck(byte[] entry) throws LinuxException {
    int number = FileCalls.openat(fd.number(), single(entry), OPEN_FILE);
    if (number < 0) {
      Errno errno = Errno.of(-number);
      if (errno == Errno.ELOOP || errno == Errno.EACCES || errno == Errno.ENXIO) {
        return null; // a symbolic link, a device, a socket
      }
      throw new LinuxException("openat", below(entry), -number);
    }
    return RegularFile.of(new Fd(number, below(entry)));
  }

  private @Nullable RegularFile checkThenOpen(byte[] entry) throws LinuxException {
    try (Fd handle = openPath(entry)) {
      if (handle.stat().type() != FileType.REGULAR) {
        return null;
      }
      byte[] path = handle.path().toString().getBytes(StandardCharsets.US_ASCII);
      int number = FileCalls.openat(Uapi.AT_FDCWD, path, OPEN_FILE & ~Uapi.O_NOFOLLOW);
      LinuxException.check(number, "openat", below(entry));
      return RegularFile.of(new Fd(number, below(entry)));
    }
  }

  /**
   * A handle (O_PATH) on whatever the relative path names, reached without leaving this directory
   * and without any symbolic link; nothing is opened for reading. Check {@link Fd#stat}, then use
   * {@link Fd#path}: the way to a socket in a hostile directory.
   */
  public Fd openPath(byte[] relative) throws LinuxException {
    return beneath(relative, Uapi.O_PATH | Uapi.O_NOFOLLOW | Uapi.O_CLOEXEC);
  }

  /** The directory at a relative path, under the rules of {@link #openPath}. */
  public Dir openBeneath(byte[] relative) throws LinuxException {
    Fd found = beneath(relative, OPEN_DIRECTORY);
    return new Dir(found, below(relative), deviceless);
  }

  private Fd beneath(byte[] relative, int flags) throws LinuxException {
    int resolve = Uapi.RESOLVE_BENEATH | Uapi.RESOLVE_NO_SYMLINKS | Uapi.RESOLVE_NO_MAGICLINKS;
    int number = FileCalls.openat2(fd.number(), relative, flags, resolve);
    return new Fd(LinuxException.check(number, "openat2", below(relative)), below(relative));
  }

  /** The target of a symbolic link, byte for byte. */
  public byte[] readLink(byte[] entry) throws LinuxException {
    int[] errno = new int[1];
    byte[] target = FileCalls.readlinkat(fd.number(), single(entry), errno);
    if (errno[0] != 0) {
      throw new LinuxException("readlinkat", below(entry), errno[0]);
    }
    return target;
  }

  /** Attributes of an entry that cannot be opened (link, device, FIFO, socket). */
  public List<Xattr> xattrs(byte[] entry) throws LinuxException {
    return Xattrs.list(within(entry));
  }

  /** Makes a device, FIFO, socket or empty file. */
  public void makeNode(byte[] entry, int mode, int major, int minor) throws LinuxException {
    LinuxException.check(
        FileCalls.mknodat(fd.number(), single(entry), mode, device(major, minor)),
        "mknodat",
        below(entry));
  }

  public void makeDirectory(byte[] entry, int mode) throws LinuxException {
    LinuxException.check(
        FileCalls.mkdirat(fd.number(), single(entry), mode), "mkdirat", below(entry));
  }

  /** Removes a non-directory. */
  public void unlink(byte[] entry) throws LinuxException {
    LinuxException.check(
        FileCalls.unlinkat(fd.number(), single(entry), 0), "unlinkat", below(entry));
  }

  /** Removes an empty directory. */
  public void removeDirectory(byte[] entry) throws LinuxException {
    LinuxException.check(
        FileCalls.unlinkat(fd.number(), single(entry), Uapi.AT_REMOVEDIR),
        "unlinkat",
        below(entry));
  }

  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return name;
  }

  /** The kernel's dev_t as mknod(2) takes it. */
  private static long device(int major, int minor) {
    return (minor & 0xffL)
        | (major & 0xfffL) << 8
        | (minor & 0xfff00L) << 12
        | (major & 0xfffff000L) << 32;
  }

  private static byte[] single(byte[] entry) {
    return Names.single(entry);
  }

  private byte[] within(byte[] entry) {
    byte[] prefix = ("/proc/self/fd/" + fd.number() + "/").getBytes(StandardCharsets.US_ASCII);
    byte[] path = java.util.Arrays.copyOf(prefix, prefix.length + entry.length);
    System.arraycopy(single(entry), 0, path, prefix.length, entry.length);
    return path;
  }

  private String below(byte[] entry) {
    return name + "/" + Names.printable(entry);
  }
}
