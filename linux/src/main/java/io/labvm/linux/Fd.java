package io.labvm.linux;

import io.labvm.linux.ffm.FileCalls;
import io.labvm.linux.ffm.RawStat;
import io.labvm.linux.ffm.Uapi;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open file descriptor; closing it twice is harmless, using it after that is a bug. */
public final class Fd implements AutoCloseable {
  private static final byte[] SELF = {};

  private final int number;
  private final String name;
  private final AtomicBoolean closed = new AtomicBoolean();

  Fd(int number, String name) {
    this.number = number;
    this.name = name;
  }

  /** Opens a path of ours read-only (links are followed: never for a path others can change). */
  public static Fd open(Path path) throws LinuxException {
    return open(path, Uapi.O_RDONLY | Uapi.O_CLOEXEC | Uapi.O_NOCTTY);
  }

  static Fd open(Path path, int flags) throws LinuxException {
    int fd = FileCalls.openat(Uapi.AT_FDCWD, Names.bytes(path), flags);
    return new Fd(LinuxException.check(fd, "openat", path.toString()), path.toString());
  }

  public int number() {
    return number;
  }

  /**
   * A path that means exactly this open file in this process, whatever happens to its name; the way
   * to connect to a socket that was opened and checked.
   */
  public Path path() {
    return Path.of("/proc/self/fd/" + number);
  }

  /** Reads at an offset into a direct buffer and advances it; 0 at the end of the file. */
  public int read(long offset, ByteBuffer direct) throws LinuxException {
    if (!direct.isDirect()) {
      throw new IllegalArgumentException("buffer is not direct");
    }
    long n = FileCalls.pread(number, direct, offset);
    return LinuxException.check((int) Math.max(n, Integer.MIN_VALUE), "pread", name);
  }

  /** Start of the next data at or after an offset, or -1 when only a hole is left. */
  public long seekData(long from) throws LinuxException {
    long at = FileCalls.lseek(number, from, Uapi.SEEK_DATA);
    if (at == -Errno.ENXIO.number()) {
      return -1;
    }
    return checkLong(at, "lseek");
  }

  /**
   * Start of the next hole at or after an offset inside data; the file's end counts as one. -1 when
   * the file ends before the offset, as one does that was cut short since it was found to be data.
   */
  public long seekHole(long from) throws LinuxException {
    long at = FileCalls.lseek(number, from, Uapi.SEEK_HOLE);
    if (at == -Errno.ENXIO.number()) {
      return -1;
    }
    return checkLong(at, "lseek");
  }

  /**
   * Whether somebody has this regular file open for writing or mapped writable: then its content
   * can change without its times. Asked by a read lease, which the kernel refuses in just that case
   * (fcntl(2), F_SETLEASE) and which is given back at once.
   */
  public boolean hasWriters() throws LinuxException {
    // Who opens the file for writing in just this moment makes the kernel send SIGIO, which ends
    // the process; SIGURG is ignored unless somebody asks for it.
    LinuxException.check(
        FileCalls.fcntl(number, Uapi.F_SETSIG, Uapi.SIGURG), "fcntl F_SETSIG", name);
    int result = FileCalls.fcntl(number, Uapi.F_SETLEASE, Uapi.F_RDLCK);
    if (result == -Errno.EAGAIN.number()) {
      return true;
    }
    LinuxException.check(result, "fcntl F_SETLEASE", name);
    LinuxException.check(
        FileCalls.fcntl(number, Uapi.F_SETLEASE, Uapi.F_UNLCK), "fcntl F_SETLEASE", name);
    return false;
  }

  public Stat stat() throws LinuxException {
    RawStat raw = new RawStat();
    LinuxException.check(FileCalls.statx(number, SELF, Uapi.AT_EMPTY_PATH, raw), "statx", name);
    return Stat.of(raw);
  }

  /** All attributes in the kernel's order; empty where the file system has none. */
  public List<Xattr> xattrs() throws LinuxException {
    return Xattrs.read(number, name);
  }

  public void setXattr(Xattr attribute) throws LinuxException {
    Xattrs.write(number, name, attribute);
  }

  /** Makes content and inode durable; on a directory, its entries. */
  public void sync() throws LinuxException {
    LinuxException.check(FileCalls.fsync(number), "fsync", name);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      // The number is released even when Linux reports a late write error (EIO, EINTR).
      int ignored = FileCalls.close(number);
    }
  }

  @Override
  public String toString() {
    return name + " (fd " + number + ")";
  }

  private long checkLong(long result, String call) throws LinuxException {
    if (result < 0) {
      throw new LinuxException(call, name, (int) -result);
    }
    return result;
  }
}
