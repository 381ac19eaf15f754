package io.labvm.linux.ffm;

import static io.labvm.linux.ffm.Native.INT;
import static io.labvm.linux.ffm.Native.LONG;
import static io.labvm.linux.ffm.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Calls on extended attributes, by descriptor and by path (never following the last link). */
public final class XattrCalls {
  private static final MethodHandle FLISTXATTR =
      Native.function("flistxattr", LONG, INT, POINTER, LONG);

  private XattrCalls() {}

  /** Linked only when an attribute or a path is really there. */
  private static final class Rare {
    private static final MethodHandle LLISTXATTR =
        Native.function("llistxattr", LONG, POINTER, POINTER, LONG);
    private static final MethodHandle FGETXATTR =
        Native.function("fgetxattr", LONG, INT, POINTER, POINTER, LONG);
    private static final MethodHandle LGETXATTR =
        Native.function("lgetxattr", LONG, POINTER, POINTER, POINTER, LONG);
    private static final MethodHandle FSETXATTR =
        Native.function("fsetxattr", INT, INT, POINTER, POINTER, LONG, INT);
    private static final MethodHandle LSETXATTR =
        Native.function("lsetxattr", INT, POINTER, POINTER, POINTER, LONG, INT);

    private Rare() {}
  }

  /** The NUL-terminated names; the errno in {@code errno[0]}. */
  public static byte[] flistxattr(int fd, int[] errno) {
    Native.Scratch s = Native.scratch();
    try {
      return bytes(
          s, (long) FLISTXATTR.invokeExact(s.state, fd, s.bytes, (long) Native.XATTR_BYTES), errno);
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static byte[] llistxattr(byte[] path, int[] errno) {
    Native.Scratch s = Native.scratch();
    try {
      return bytes(
          s,
          (long)
              Rare.LLISTXATTR.invokeExact(
                  s.state, s.first(path), s.bytes, (long) Native.XATTR_BYTES),
          errno);
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static byte[] fgetxattr(int fd, byte[] name, int[] errno) {
    Native.Scratch s = Native.scratch();
    try {
      return bytes(
          s,
          (long)
              Rare.FGETXATTR.invokeExact(
                  s.state, fd, s.second(name), s.bytes, (long) Native.XATTR_BYTES),
          errno);
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static byte[] lgetxattr(byte[] path, byte[] name, int[] errno) {
    Native.Scratch s = Native.scratch();
    try {
      return bytes(
          s,
          (long)
              Rare.LGETXATTR.invokeExact(
                  s.state, s.first(path), s.second(name), s.bytes, (long) Native.XATTR_BYTES),
          errno);
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int fsetxattr(int fd, byte[] name, byte[] value) {
    Native.Scratch s = Native.scratch();
    try (Arena arena = Arena.ofConfined()) {
      return s.result(
          (int)
              Rare.FSETXATTR.invokeExact(
                  s.state, fd, s.second(name), copy(arena, value), (long) value.length, 0));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int lsetxattr(byte[] path, byte[] name, byte[] value) {
    Native.Scratch s = Native.scratch();
    try (Arena arena = Arena.ofConfined()) {
      return s.result(
          (int)
              Rare.LSETXATTR.invokeExact(
                  s.state,
                  s.first(path),
                  s.second(name),
                  copy(arena, value),
                  (long) value.length,
                  0));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  private static MemorySegment copy(Arena arena, byte[] value) {
    MemorySegment segment = arena.allocate(Math.max(1, value.length));
    MemorySegment.copy(value, 0, segment, ValueLayout.JAVA_BYTE, 0, value.length);
    return segment;
  }

  private static byte[] bytes(Native.Scratch s, long value, int[] errno) {
    long n = s.result(value);
    errno[0] = (int) Math.max(0, -n);
    return n <= 0 ? EMPTY : s.bytes.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE);
  }

  private static final byte[] EMPTY = {};
}
