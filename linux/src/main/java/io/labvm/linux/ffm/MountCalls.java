package io.labvm.linux.ffm;

import static io.labvm.linux.ffm.Native.INT;
import static io.labvm.linux.ffm.Native.LONG;
import static io.labvm.linux.ffm.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** mount(2) and the newer calls that build a mount step by step. */
public final class MountCalls {
  private static final byte[] NOTHING = {};

  private static final MethodHandle MOUNT =
      Native.function("mount", INT, POINTER, POINTER, POINTER, LONG, POINTER);
  private static final MethodHandle UMOUNT2 = Native.function("umount2", INT, POINTER, INT);

  private MountCalls() {}

  /** The calls since Linux 5.2, linked apart so that mount(2) works without them. */
  private static final class Newer {
    private static final MethodHandle FSOPEN = Native.function("fsopen", INT, POINTER, INT);
    private static final MethodHandle FSCONFIG =
        Native.function("fsconfig", INT, INT, INT, POINTER, POINTER, INT);
    private static final MethodHandle FSMOUNT = Native.function("fsmount", INT, INT, INT, INT);
    private static final MethodHandle MOVE_MOUNT =
        Native.function("move_mount", INT, INT, POINTER, INT, POINTER, INT);
    private static final MethodHandle OPEN_TREE =
        Native.function("open_tree", INT, INT, POINTER, INT);
    private static final MethodHandle MOUNT_SETATTR =
        Native.function("mount_setattr", INT, INT, POINTER, INT, POINTER, LONG);

    private Newer() {}
  }

  public static int mount(byte[] source, byte[] target, byte[] type, long flags, byte[] options) {
    Native.Scratch s = Native.scratch();
    try (Arena arena = Arena.ofConfined()) {
      return s.result(
          (int)
              MOUNT.invokeExact(
                  s.state,
                  text(arena, source),
                  text(arena, target),
                  text(arena, type),
                  flags,
                  text(arena, options)));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int umount2(byte[] target, int flags) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) UMOUNT2.invokeExact(s.state, s.first(target), flags));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int fsopen(byte[] type) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) Newer.FSOPEN.invokeExact(s.state, s.first(type), Uapi.FSOPEN_CLOEXEC));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int fsconfigString(int fs, byte[] key, byte[] value) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result(
          (int)
              Newer.FSCONFIG.invokeExact(
                  s.state, fs, Uapi.FSCONFIG_SET_STRING, s.first(key), s.second(value), 0));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int fsconfigFlag(int fs, byte[] key) {
    return command(fs, Uapi.FSCONFIG_SET_FLAG, key);
  }

  public static int fsconfigCreate(int fs) {
    return command(fs, Uapi.FSCONFIG_CMD_CREATE, NOTHING);
  }

  private static int command(int fs, int command, byte[] key) {
    Native.Scratch s = Native.scratch();
    MemorySegment text = key.length == 0 ? MemorySegment.NULL : s.first(key);
    try {
      return s.result(
          (int) Newer.FSCONFIG.invokeExact(s.state, fs, command, text, MemorySegment.NULL, 0));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int fsmount(int fs, int attributes) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result(
          (int) Newer.FSMOUNT.invokeExact(s.state, fs, Uapi.FSMOUNT_CLOEXEC, attributes));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int moveMount(int mount, byte[] target) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result(
          (int)
              Newer.MOVE_MOUNT.invokeExact(
                  s.state,
                  mount,
                  s.first(NOTHING),
                  Uapi.AT_FDCWD,
                  s.second(target),
                  Uapi.MOVE_MOUNT_F_EMPTY_PATH));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /** A detached mount of one directory, without the mounts below it. */
  public static int openTreeClone(int directory, byte[] path, int flags) {
    Native.Scratch s = Native.scratch();
    int all = Uapi.OPEN_TREE_CLONE | Uapi.OPEN_TREE_CLOEXEC | flags;
    try {
      return s.result((int) Newer.OPEN_TREE.invokeExact(s.state, directory, s.first(path), all));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int mountSetattr(int mount, long set, long clear, long propagation) {
    Native.Scratch s = Native.scratch();
    MemorySegment attr = s.struct.asSlice(0, Uapi.MountAttr.SIZE).fill((byte) 0);
    attr.set(ValueLayout.JAVA_LONG, Uapi.MountAttr.ATTR_SET, set);
    attr.set(ValueLayout.JAVA_LONG, Uapi.MountAttr.ATTR_CLR, clear);
    attr.set(ValueLayout.JAVA_LONG, Uapi.MountAttr.PROPAGATION, propagation);
    try {
      return s.result(
          (int)
              Newer.MOUNT_SETATTR.invokeExact(
                  s.state,
                  mount,
                  s.first(NOTHING),
                  Uapi.AT_EMPTY_PATH,
                  attr,
                  (long) Uapi.MountAttr.SIZE));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  private static MemorySegment text(Arena arena, byte[] value) {
    if (value.length == 0) {
      return MemorySegment.NULL;
    }
    MemorySegment segment = arena.allocate(value.length + 1L);
    MemorySegment.copy(value, 0, segment, ValueLayout.JAVA_BYTE, 0, value.length);
    return segment;
  }
}
