package io.labvm.linux.ffm;

import static io.labvm.linux.ffm.Native.INT;
import static io.labvm.linux.ffm.Native.LONG;
import static io.labvm.linux.ffm.Native.POINTER;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/** Calls on files and directories. */
public final class FileCalls {
  private static final MethodHandle OPENAT =
      Native.variadic("openat", 3, INT, INT, POINTER, INT, INT);
  private static final MethodHandle CLOSE = Native.function("close", INT, INT);
  private static final MethodHandle STATX =
      Native.function("statx", INT, INT, POINTER, INT, INT, POINTER);
  private static final MethodHandle PREAD =
      Native.function("pread", LONG, INT, POINTER, LONG, LONG);
  private static final MethodHandle GETDENTS64 =
      Native.function("getdents64", LONG, INT, POINTER, LONG);

  private FileCalls() {}

  /** Calls a walk needs seldom, linked only when they are: linking costs milliseconds each. */
  private static final class Rare {
    private static final MethodHandle SYSCALL_OPENAT2 =
        Native.variadic("syscall", 1, LONG, LONG, LONG, POINTER, POINTER, LONG);
    private static final MethodHandle READLINKAT =
        Native.function("readlinkat", LONG, INT, POINTER, POINTER, LONG);
    private static final MethodHandle LSEEK = Native.function("lseek", LONG, INT, LONG, INT);
    private static final MethodHandle MKNODAT =
        Native.function("mknodat", INT, INT, POINTER, INT, LONG);
    private static final MethodHandle MKDIRAT = Native.function("mkdirat", INT, INT, POINTER, INT);
    private static final MethodHandle UNLINKAT =
        Native.function("unlinkat", INT, INT, POINTER, INT);
    private static final MethodHandle READ = Native.function("read", LONG, INT, POINTER, LONG);
    private static final MethodHandle FSYNC = Native.function("fsync", INT, INT);
    private static final MethodHandle FCNTL = Native.variadic("fcntl", 2, INT, INT, INT, INT);
    private static final MethodHandle IOCTL = Native.variadic("ioctl", 2, INT, INT, LONG, LONG);

    private Rare() {}
  }

  public static int openat(int directory, byte[] path, int flags) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) OPENAT.invokeExact(s.state, directory, s.first(path), flags, 0));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int openat2(int directory, byte[] path, long flags, long resolve) {
    Native.Scratch s = Native.scratch();
    MemorySegment how = s.struct;
    how.set(ValueLayout.JAVA_LONG, Uapi.OpenHow.FLAGS, flags);
    how.set(ValueLayout.JAVA_LONG, Uapi.OpenHow.MODE, 0);
    how.set(ValueLayout.JAVA_LONG, Uapi.OpenHow.RESOLVE, resolve);
    try {
      return (int)
          s.result(
              (long)
                  Rare.SYSCALL_OPENAT2.invokeExact(
                      s.state,
                      (long) Uapi.SYS_openat2,
                      (long) directory,
                      s.first(path),
                      how,
                      (long) Uapi.OpenHow.SIZE));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int close(int fd) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) CLOSE.invokeExact(s.state, fd));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /** Fills {@code into} from {@code struct statx}; {@code path} empty means the fd itself. */
  public static int statx(int directory, byte[] path, int flags, RawStat into) {
    Native.Scratch s = Native.scratch();
    try {
      int result =
          s.result(
              (int)
                  STATX.invokeExact(
                      s.state, directory, s.first(path), flags, Uapi.STATX_BASIC_STATS, s.struct));
      if (result == 0) {
        into.read(s.struct);
      }
      return result;
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /** Reads into the remaining room of a direct buffer and advances it. */
  public static long pread(int fd, ByteBuffer into, long offset) {
    Native.Scratch s = Native.scratch();
    try {
      long n =
          s.result(
              (long)
                  PREAD.invokeExact(
                      s.state, fd, MemorySegment.ofBuffer(into), (long) into.remaining(), offset));
      if (n > 0) {
        into.position(into.position() + (int) n);
      }
      return n;
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /** Fills a direct buffer from its start with directory records; returns their bytes. */
  public static long getdents64(int fd, ByteBuffer into) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result(
          (long)
              GETDENTS64.invokeExact(
                  s.state, fd, MemorySegment.ofBuffer(into), (long) into.remaining()));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /** Bytes of the target, at most 65,536; or null with the errno in {@code errno[0]}. */
  public static byte[] readlinkat(int directory, byte[] name, int[] errno) {
    Native.Scratch s = Native.scratch();
    try {
      long n =
          s.result(
              (long)
                  Rare.READLINKAT.invokeExact(
                      s.state, directory, s.first(name), s.bytes, (long) Native.XATTR_BYTES));
      errno[0] = (int) Math.max(0, -n);
      return s.bytes.asSlice(0, Math.max(0, n)).toArray(ValueLayout.JAVA_BYTE);
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static long lseek(int fd, long offset, int whence) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((long) Rare.LSEEK.invokeExact(s.state, fd, offset, whence));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /** Reads what comes next into the remaining room of a direct buffer and advances it. */
  public static long read(int fd, ByteBuffer into) {
    Native.Scratch s = Native.scratch();
    try {
      long n =
          s.result(
              (long)
                  Rare.READ.invokeExact(
                      s.state, fd, MemorySegment.ofBuffer(into), (long) into.remaining()));
      if (n > 0) {
        into.position(into.position() + (int) n);
      }
      return n;
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int mknodat(int directory, byte[] name, int mode, long device) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result(
          (int) Rare.MKNODAT.invokeExact(s.state, directory, s.first(name), mode, device));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int mkdirat(int directory, byte[] name, int mode) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) Rare.MKDIRAT.invokeExact(s.state, directory, s.first(name), mode));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int unlinkat(int directory, byte[] name, int flags) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) Rare.UNLINKAT.invokeExact(s.state, directory, s.first(name), flags));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int fsync(int fd) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) Rare.FSYNC.invokeExact(s.state, fd));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /** A command of fcntl whose argument is a plain number. */
  public static int fcntl(int fd, int command, int argument) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) Rare.FCNTL.invokeExact(s.state, fd, command, argument));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /** An ioctl whose argument is a plain number or nothing. */
  public static int ioctl(int fd, long request, long argument) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) Rare.IOCTL.invokeExact(s.state, fd, request, argument));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /** LOOP_CONFIGURE of a free loop device. */
  public static int loopConfigure(int loop, int backing, int flags, byte[] label) {
    Native.Scratch s = Native.scratch();
    MemorySegment config = s.struct.asSlice(0, Uapi.LoopConfig.SIZE).fill((byte) 0);
    config.set(ValueLayout.JAVA_INT, Uapi.LoopConfig.FD, backing);
    config.set(ValueLayout.JAVA_INT, Uapi.LoopConfig.INFO_FLAGS, flags);
    int length = Math.min(label.length, 63);
    MemorySegment.copy(
        label, 0, config, ValueLayout.JAVA_BYTE, Uapi.LoopConfig.INFO_FILE_NAME, length);
    return ioctl(loop, Uapi.LOOP_CONFIGURE, config.address());
  }
}
