package io.labvm.linux.ffm;

import static io.labvm.linux.ffm.Native.INT;
import static io.labvm.linux.ffm.Native.LONG;
import static io.labvm.linux.ffm.Native.POINTER;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/** Calls that make and change files; a result below 0 is minus errno. */
public final class MakingCalls {
  private static final MethodHandle OPENAT =
      Native.variadic("openat", 3, INT, INT, POINTER, INT, INT);
  private static final MethodHandle PWRITE =
      Native.function("pwrite", LONG, INT, POINTER, LONG, LONG);
  private static final MethodHandle FTRUNCATE = Native.function("ftruncate", INT, INT, LONG);
  private static final MethodHandle SYMLINKAT =
      Native.function("symlinkat", INT, POINTER, INT, POINTER);
  private static final MethodHandle LINKAT =
      Native.function("linkat", INT, INT, POINTER, INT, POINTER, INT);
  private static final MethodHandle RENAMEAT2 =
      Native.function("renameat2", INT, INT, POINTER, INT, POINTER, INT);
  private static final MethodHandle FCHOWNAT =
      Native.function("fchownat", INT, INT, POINTER, INT, INT, INT);
  private static final MethodHandle FCHMODAT =
      Native.function("fchmodat", INT, INT, POINTER, INT, INT);
  private static final MethodHandle UTIMENSAT =
      Native.function("utimensat", INT, INT, POINTER, POINTER, INT);

  private MakingCalls() {}

  public static int create(int directory, byte[] name, int flags, int mode) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) OPENAT.invokeExact(s.state, directory, s.first(name), flags, mode));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /** Writes from a direct buffer and advances it. */
  public static long pwrite(int fd, ByteBuffer from, long offset) {
    Native.Scratch s = Native.scratch();
    try {
      long n =
          s.result(
              (long)
                  PWRITE.invokeExact(
                      s.state, fd, MemorySegment.ofBuffer(from), (long) from.remaining(), offset));
      if (n > 0) {
        from.position(from.position() + (int) n);
      }
      return n;
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int ftruncate(int fd, long size) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) FTRUNCATE.invokeExact(s.state, fd, size));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int symlinkat(byte[] target, int directory, byte[] name) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result(
          (int) SYMLINKAT.invokeExact(s.state, s.first(target), directory, s.second(name)));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int linkat(int from, byte[] old, int to, byte[] name, int flags) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result(
          (int) LINKAT.invokeExact(s.state, from, s.first(old), to, s.second(name), flags));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int renameat2(int from, byte[] old, int to, byte[] name, int flags) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result(
          (int) RENAMEAT2.invokeExact(s.state, from, s.first(old), to, s.second(name), flags));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int fchownat(int directory, byte[] name, int uid, int gid, int flags) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result(
          (int) FCHOWNAT.invokeExact(s.state, directory, s.first(name), uid, gid, flags));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int fchmodat(int directory, byte[] name, int mode) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) FCHMODAT.invokeExact(s.state, directory, s.first(name), mode, 0));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /** Sets the times of access and of change of content to one moment. */
  public static int utimensat(int directory, byte[] name, long seconds, long nanos, int flags) {
    Native.Scratch s = Native.scratch();
    for (int at = 0; at < 32; at += 16) {
      s.struct.set(ValueLayout.JAVA_LONG, at, seconds);
      s.struct.set(ValueLayout.JAVA_LONG, at + 8L, nanos);
    }
    try {
      return s.result(
          (int) UTIMENSAT.invokeExact(s.state, directory, s.first(name), s.struct, flags));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }
}
