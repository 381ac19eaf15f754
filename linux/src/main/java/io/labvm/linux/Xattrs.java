package io.labvm.linux;

import io.labvm.linux.ffm.XattrCalls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Extended attributes by path, never following a symbolic link at its end.
 *
 * <p>Some file systems keep POSIX ACLs without listing them (MooseFS 3); those two names are asked
 * for by {@link #getHidden}.
 */
public final class Xattrs {
  private static final List<String> ACLS =
      List.of("system.posix_acl_access", "system.posix_acl_default");

  /**
   * Of values that are read of one inode, bytes. Some file systems hold hundreds of megabytes, and
   * whoever owns the file puts them there.
   */
  private static final int MOST = 1 << 20;

  private static final byte[] MARK = "trusted.overlay.".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ESCAPED =
      "trusted.overlay.overlay.".getBytes(StandardCharsets.US_ASCII);

  private Xattrs() {}

  /**
   * All attributes that are listed; empty where the file system has none. When their values take
   * more than a mebibyte, so many of them, and those of overlayfs.
   */
  public static List<Xattr> list(Path path) throws LinuxException {
    return list(Names.bytes(path));
  }

  static List<Xattr> list(byte[] path) throws LinuxException {
    int[] errno = new int[1];
    byte[] names = XattrCalls.llistxattr(path, errno);
    return collect(
        names, errno, Names.printable(path), name -> XattrCalls.lgetxattr(path, name, errno));
  }

  static List<Xattr> read(int fd, String name) throws LinuxException {
    int[] errno = new int[1];
    byte[] names = XattrCalls.flistxattr(fd, errno);
    if (names.length == 0 && errno[0] == 0) {
      return List.of();
    }
    return collect(names, errno, name, key -> XattrCalls.fgetxattr(fd, key, errno));
  }

  /** POSIX ACLs that are there although {@link #list} may not name them. */
  public static List<Xattr> getHidden(Path path) throws LinuxException {
    List<Xattr> found = new ArrayList<>();
    int[] errno = new int[1];
    for (String acl : ACLS) {
      byte[] name = acl.getBytes(StandardCharsets.US_ASCII);
      byte[] value = XattrCalls.lgetxattr(Names.bytes(path), name, errno);
      if (errno[0] == 0) {
        found.add(new Xattr(name, value));
      }
    }
    return found;
  }

  public static void set(Path path, Xattr attribute) throws LinuxException {
    LinuxException.check(
        XattrCalls.lsetxattr(Names.bytes(path), attribute.nameBytes(), attribute.value()),
        "lsetxattr " + attribute.name(),
        path.toString());
  }

  static void write(int fd, String name, Xattr attribute) throws LinuxException {
    LinuxException.check(
        XattrCalls.fsetxattr(fd, attribute.nameBytes(), attribute.value()),
        "fsetxattr " + attribute.name(),
        name);
  }

  /** Reads a value. */
  interface Getter {
    byte[] get(byte[] name);
  }

  static List<Xattr> collect(byte[] names, int[] errno, String path, Getter getter)
      throws LinuxException {
    if (errno[0] != 0) {
      if (Errno.of(errno[0]) == Errno.ENOTSUP) {
        return List.of();
      }
      throw new LinuxException("listxattr", path, errno[0]);
    }
    List<Xattr> list = new ArrayList<>();
    long bytes = 0;
    for (int from = 0; from < names.length; ) {
      int end = from;
      while (end < names.length && names[end] != 0) {
        end++;
      }
      byte[] name = Arrays.copyOfRange(names, from, end);
      from = end + 1;
      if (bytes > MOST && !isMark(name)) {
        continue;
      }
      byte[] value = getter.get(name);
      bytes += value.length;
      if (errno[0] == 0) {
        list.add(new Xattr(name, value));
      } else if (Errno.of(errno[0]) != Errno.ENODATA) {
        throw new LinuxException("getxattr", path, errno[0]);
      }
    }
    return Collections.unmodifiableList(list);
  }

  /** What a directory is depends on it. */
  private static boolean isMark(byte[] name) {
    return startsWith(name, MARK) && !startsWith(name, ESCAPED);
  }

  private static boolean startsWith(byte[] name, byte[] prefix) {
    int same = Arrays.mismatch(name, prefix);
    return same < 0 || same == prefix.length;
  }
}
