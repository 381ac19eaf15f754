package io.labvm.linux;

import io.labvm.linux.ffm.MakingCalls;
import io.labvm.linux.ffm.Uapi;
import io.labvm.linux.ffm.XattrCalls;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes and changes entries right below an open directory, under the rules of {@link Dir}: nothing
 * here follows a symbolic link or leaves the directory, whoever else changes it meanwhile.
 */
public final class DirWriter {
  private final Dir directory;

  public DirWriter(Dir directory) {
    this.directory = directory;
  }

  /** What becomes of an entry that has the new name already. */
  public enum Taken {
    /** EEXIST. */
    REFUSE(Uapi.RENAME_NOREPLACE),
    /** A file is replaced by a file, an empty directory by a directory. */
    REPLACE(0),
    /** It gets the old name; ENOENT when there is none. */
    EXCHANGE(Uapi.RENAME_EXCHANGE);

    private final int flags;

    Taken(int flags) {
      this.flags = flags;
    }
  }

  /** Makes an empty file for writing, of the mode 0600; EEXIST when the name is taken. */
  public Fd createFile(byte[] entry) throws LinuxException {
    int flags = Uapi.O_WRONLY | Uapi.O_CREAT | Uapi.O_EXCL | Uapi.O_NOFOLLOW | Uapi.O_CLOEXEC;
    int fd = MakingCalls.create(number(), single(entry), flags, 0600);
    return new Fd(LinuxException.check(fd, "openat", below(entry)), below(entry));
  }

  /** Writes all of a direct buffer at an offset. */
  public static void write(Fd file, ByteBuffer direct, long offset) throws LinuxException {
    long at = offset;
    while (direct.hasRemaining()) {
      int n = (int) MakingCalls.pwrite(file.number(), direct, at);
      at += LinuxException.check(n, "pwrite", file.toString());
    }
  }

  /** Cuts or extends a file, by a hole. */
  public static void setSize(Fd file, long size) throws LinuxException {
    LinuxException.check(MakingCalls.ftruncate(file.number(), size), "ftruncate", file.toString());
  }

  /** Makes a symbolic link. */
  public void makeSymbolicLink(byte[] entry, byte[] target) throws LinuxException {
    LinuxException.check(
        MakingCalls.symlinkat(target, number(), single(entry)), "symlinkat", below(entry));
  }

  /** Gives an open file or handle one more name. */
  public void link(Fd file, byte[] entry) throws LinuxException {
    LinuxException.check(
        MakingCalls.linkat(
            Uapi.AT_FDCWD, path(file), number(), single(entry), Uapi.AT_SYMLINK_FOLLOW),
        "linkat",
        below(entry));
  }

  /** Gives an entry another name in the same directory. */
  public void rename(byte[] from, byte[] to, Taken taken) throws LinuxException {
    LinuxException.check(
        MakingCalls.renameat2(number(), single(from), number(), single(to), taken.flags),
        "renameat2",
        below(from));
  }

  /** Gives an entry an attribute, also one that cannot be opened. */
  public void setXattr(byte[] entry, Xattr attribute) throws LinuxException {
    byte[] prefix = (directory.fd().path() + "/").getBytes(StandardCharsets.US_ASCII);
    byte[] path = Arrays.copyOf(prefix, prefix.length + entry.length);
    System.arraycopy(single(entry), 0, path, prefix.length, entry.length);
    LinuxException.check(
        XattrCalls.lsetxattr(path, attribute.nameBytes(), attribute.value()),
        "lsetxattr " + attribute.name(),
        below(entry));
  }

  /** Takes the owner, mode and time of an inode over; of a symbolic link all but the mode. */
  public void setAttributes(byte[] entry, Stat from) throws LinuxException {
    try (Fd handle = directory.openPath(single(entry))) {
      boolean link = handle.stat().type() == FileType.SYMBOLIC_LINK;
      setOwner(handle, from);
      if (!link) {
        setMode(handle, from);
      }
      setTime(entry, from);
    }
  }

  /**
   * The same for an open directory or file itself. The JDK's way puts 1970 for a time before it
   * that has a fraction of a second.
   */
  public static void setAttributes(Fd file, Stat from) throws LinuxException {
    setOwner(file, from);
    setMode(file, from);
    LinuxException.check(
        MakingCalls.utimensat(Uapi.AT_FDCWD, path(file), from.mtimeSeconds(), from.mtimeNanos(), 0),
        "utimensat",
        file.toString());
  }

  /** Before the mode: a change of the owner takes setuid away. */
  private static void setOwner(Fd file, Stat from) throws LinuxException {
    LinuxException.check(
        MakingCalls.fchownat(
            file.number(), new byte[0], from.uid(), from.gid(), Uapi.AT_EMPTY_PATH),
        "fchownat",
        file.toString());
  }

  private static void setMode(Fd file, Stat from) throws LinuxException {
    LinuxException.check(
        MakingCalls.fchmodat(Uapi.AT_FDCWD, path(file), from.mode() & 07777),
        "fchmodat",
        file.toString());
  }

  private void setTime(byte[] entry, Stat from) throws LinuxException {
    LinuxException.check(
        MakingCalls.utimensat(
            number(), entry, from.mtimeSeconds(), from.mtimeNanos(), Uapi.AT_SYMLINK_NOFOLLOW),
        "utimensat",
        below(entry));
  }

  private int number() {
    return directory.fd().number();
  }

  private static byte[] path(Fd file) {
    return file.path().toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] single(byte[] entry) {
    return Names.single(entry);
  }

  private String below(byte[] entry) {
    return directory + "/" + Names.printable(entry);
  }
}
