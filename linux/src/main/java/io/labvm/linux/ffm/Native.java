package io.labvm.linux.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Links glibc functions and holds each thread's scratch memory. */
final class Native {
  static final ValueLayout.OfInt INT = JAVA_INT;
  static final ValueLayout.OfLong LONG = JAVA_LONG;
  static final MemoryLayout POINTER = ADDRESS;

  /** Longest path handed over, with its NUL; the kernel refuses more than 4,096 bytes anyway. */
  static final int PATH_BYTES = 8192;

  /** A value of an extended attribute may have 65,536 bytes, a name list as well. */
  static final int XATTR_BYTES = 1 << 16;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private Native() {}

  /** A function whose first Java argument is the segment that receives errno. */
  static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
    return link(name, FunctionDescriptor.of(result, parameters), ERRNO);
  }

  /** The same for a C function with {@code ...} from parameter {@code firstVariadic} on. */
  static MethodHandle variadic(
      String name, int firstVariadic, MemoryLayout result, MemoryLayout... parameters) {
    return link(
        name,
        FunctionDescriptor.of(result, parameters),
        ERRNO,
        Linker.Option.firstVariadicArg(firstVariadic));
  }

  private static MethodHandle link(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }

  static Scratch scratch() {
    return SCRATCH.get();
  }

  /** A downcall handle throws nothing checked; whatever arrives here is a bug or an Error. */
  static RuntimeException unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    throw new IllegalStateException("downcall failed", thrown);
  }

  /** Memory of one thread, reused by every call so that a walk allocates nothing per entry. */
  static final class Scratch {
    private final Arena arena = Arena.ofAuto();
    final MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
    private final MemorySegment first = arena.allocate(PATH_BYTES);
    private final MemorySegment second = arena.allocate(PATH_BYTES);
    final MemorySegment struct = arena.allocate(512, 8);
    final MemorySegment bytes = arena.allocate(XATTR_BYTES, 8);
    private final long errnoAt =
        Linker.Option.captureStateLayout()
            .byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    int errno() {
      return state.get(JAVA_INT, errnoAt);
    }

    /** The result itself, or minus errno. */
    long result(long value) {
      return value < 0 ? -errno() : value;
    }

    int result(int value) {
      return value < 0 ? -errno() : value;
    }

    MemorySegment first(byte[] text) {
      return put(first, text);
    }

    MemorySegment second(byte[] text) {
      return put(second, text);
    }

    private static MemorySegment put(MemorySegment target, byte[] text) {
      if (text.length >= PATH_BYTES) {
        throw new IllegalArgumentException("path of " + text.length + " bytes");
      }
      MemorySegment.copy(text, 0, target, ValueLayout.JAVA_BYTE, 0, text.length);
      target.set(ValueLayout.JAVA_BYTE, text.length, (byte) 0);
      return target;
    }
  }
}
