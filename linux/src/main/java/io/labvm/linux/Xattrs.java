package io.labvm.linux;

import io.labvm.linux.ffm.XattrCalls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private Xattrs() {}

  /** All attributes that are listed; empty where the file system has none. */
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

  private interface Getter {
    byte[] get(byte[] name);
  }

  private static List<Xattr> collect(byte[] names, int[] errno, String path, Getter getter)
      throws LinuxException {
    if (errno[0] != 0) {
      if (Errno.of(errno[0]) == Errno.ENOTSUP) {
        return List.of();
      }
      throw new LinuxException("listxattr", path, errno[0]);
    }
    List<Xattr> list = new ArrayList<>();
    for (int from = 0; from < names.length; ) {
      int end = from;
      while (end < names.length && names[end] != 0) {
        end++;
      }
      byte[] name = java.util.Arrays.copyOfRange(names, from, end);
      byte[] value = getter.get(name);
      if (errno[0] == 0) {
        list.add(new Xattr(name, value));
      } else if (Errno.of(errno[0]) != Errno.ENODATA) {
        throw new LinuxException("getxattr", path, errno[0]);
      }
      from = end + 1;
    }
    return Collections.unmodifiableList(list);
  }
}
