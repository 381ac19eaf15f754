package io.labvm.node.root;

import io.labvm.linux.Dir;
import io.labvm.linux.DirEntries;
import io.labvm.linux.Errno;
import io.labvm.linux.LinuxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What tells one machine from another inside its files; the desktop makes it anew at its start. */
final class Identity {
  private static final String KEYS = "ssh_host_";

  /** Of the names of a directory that are looked through at once, bytes of memory. */
  private static final int PART = 1 << 16;

  private Identity() {}

  /** Removes it from the root of a desktop that does not run; nothing where it is not there. */
  static void remove(Path merged) throws IOException {
    try (Dir root = Dir.openConfined(merged)) {
      removeKeys(root);
      remove(root, "etc", "machine-id");
      remove(root, "var/lib/dbus", "machine-id");
    }
  }

  private static void removeKeys(Dir root) throws IOException {
    try (Dir keys = root.openBeneath(bytes("etc/ssh"))) {
      keys.entries(PART, names -> removeKeys(keys, names));
    } catch (LinuxException e) {
      requireAbsent(e);
    }
  }

  private static void removeKeys(Dir directory, DirEntries names) throws LinuxException {
    for (int i = 0; i < names.size(); i++) {
      byte[] name = names.name(i);
      if (new String(name, StandardCharsets.ISO_8859_1).startsWith(KEYS)) {
        unlink(directory, name);
      }
    }
  }

  private static void remove(Dir root, String directory, String name) throws IOException {
    try (Dir there = root.openBeneath(bytes(directory))) {
      unlink(there, bytes(name));
    } catch (LinuxException e) {
      requireAbsent(e);
    }
  }

  private static void unlink(Dir directory, byte[] name) throws LinuxException {
    try {
      directory.unlink(name);
    } catch (LinuxException e) {
      requireAbsent(e);
    }
  }

  /** A member may have made anything of these names; what is no plain file stays. */
  private static void requireAbsent(LinuxException e) throws LinuxException {
    if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR) && !e.is(Errno.ELOOP) && !e.is(Errno.EISDIR)) {
      throw e;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
