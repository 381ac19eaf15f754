package io.labvm.linux.ffm;

import static io.labvm.linux.ffm.Native.INT;
import static io.labvm.linux.ffm.Native.LONG;
import static io.labvm.linux.ffm.Native.POINTER;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** fanotify, inotify, the file handles that events carry, and poll. */
public final class EventCalls {
  private static final byte[] SELF = {};

  private static final MethodHandle POLL = Native.function("poll", INT, POINTER, LONG, INT);
  private static final MethodHandle OPEN_BY_HANDLE_AT =
      Native.function("open_by_handle_at", INT, INT, POINTER, INT);

  private EventCalls() {}

  /** Calls made once per group, tree or directory. */
  private static final class Rare {
    private static final MethodHandle FANOTIFY_INIT =
        Native.function("fanotify_init", INT, INT, INT);
    private static final MethodHandle FANOTIFY_MARK =
        Native.function("fanotify_mark", INT, INT, INT, LONG, INT, POINTER);
    private static final MethodHandle NAME_TO_HANDLE_AT =
        Native.function("name_to_handle_at", INT, INT, POINTER, POINTER, POINTER, INT);
    private static final MethodHandle FSTATFS = Native.function("fstatfs", INT, INT, POINTER);
    private static final MethodHandle INOTIFY_INIT1 = Native.function("inotify_init1", INT, INT);
    private static final MethodHandle INOTIFY_ADD_WATCH =
        Native.function("inotify_add_watch", INT, INT, POINTER, INT);
    private static final MethodHandle INOTIFY_RM_WATCH =
        Native.function("inotify_rm_watch", INT, INT, INT);

    private Rare() {}
  }

  public static int fanotifyInit(int flags, int eventFlags) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) Rare.FANOTIFY_INIT.invokeExact(s.state, flags, eventFlags));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /** Marks what an open descriptor stands on. */
  public static int fanotifyMark(int group, int flags, long mask, int on) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result(
          (int)
              Rare.FANOTIFY_MARK.invokeExact(s.state, group, flags, mask, on, MemorySegment.NULL));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /**
   * The handle of an open file as the kernel's struct; empty with the errno in {@code errno[0]}.
   */
  public static byte[] nameToHandle(int fd, int[] errno) {
    Native.Scratch s = Native.scratch();
    MemorySegment handle = s.struct;
    handle.set(ValueLayout.JAVA_INT, Uapi.FileHandle.BYTES, Uapi.FileHandle.MAX_HANDLE_SZ);
    MemorySegment mountId = s.bytes;
    try {
      int result =
          s.result(
              (int)
                  Rare.NAME_TO_HANDLE_AT.invokeExact(
                      s.state, fd, s.first(SELF), handle, mountId, Uapi.AT_EMPTY_PATH));
      errno[0] = Math.max(0, -result);
      int length = result < 0 ? 0 : handle.get(ValueLayout.JAVA_INT, Uapi.FileHandle.BYTES);
      return handle
          .asSlice(0, result < 0 ? 0 : Uapi.FileHandle.HANDLE + length)
          .toArray(ValueLayout.JAVA_BYTE);
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /**
   * Opens what a handle means on the file system of {@code mount}.
   *
   * @param handle a whole {@code struct file_handle} of at most 136 bytes
   */
  public static int openByHandle(int mount, byte[] handle, int flags) {
    Native.Scratch s = Native.scratch();
    MemorySegment.copy(handle, 0, s.struct, ValueLayout.JAVA_BYTE, 0, handle.length);
    try {
      return s.result((int) OPEN_BY_HANDLE_AT.invokeExact(s.state, mount, s.struct, flags));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /** The file system's id as events carry it; the errno in {@code errno[0]}. */
  public static long fileSystemId(int fd, int[] errno) {
    Native.Scratch s = Native.scratch();
    try {
      int result = s.result((int) Rare.FSTATFS.invokeExact(s.state, fd, s.struct));
      errno[0] = Math.max(0, -result);
      return s.struct.get(ValueLayout.JAVA_LONG, Uapi.Statfs.FSID);
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int inotifyInit(int flags) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) Rare.INOTIFY_INIT1.invokeExact(s.state, flags));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int inotifyAddWatch(int group, byte[] path, int mask) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result(
          (int) Rare.INOTIFY_ADD_WATCH.invokeExact(s.state, group, s.first(path), mask));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  public static int inotifyRemoveWatch(int group, int watch) {
    Native.Scratch s = Native.scratch();
    try {
      return s.result((int) Rare.INOTIFY_RM_WATCH.invokeExact(s.state, group, watch));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }

  /** Waits until a descriptor can be read: 1, or 0 when the time is over. */
  public static int awaitReadable(int fd, int millis) {
    Native.Scratch s = Native.scratch();
    MemorySegment poll = s.struct.asSlice(0, Uapi.PollFd.SIZE);
    poll.set(ValueLayout.JAVA_INT, Uapi.PollFd.FD, fd);
    poll.set(ValueLayout.JAVA_SHORT, Uapi.PollFd.EVENTS, (short) Uapi.POLLIN);
    poll.set(ValueLayout.JAVA_SHORT, Uapi.PollFd.REVENTS, (short) 0);
    try {
      return s.result((int) POLL.invokeExact(s.state, poll, 1L, millis));
    } catch (Throwable t) {
      throw Native.unexpected(t);
    }
  }
}
