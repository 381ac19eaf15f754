package io.labvm.linux;

import io.labvm.linux.ffm.EventCalls;
import io.labvm.linux.ffm.Uapi;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What means one inode of one file system, across renames, until the inode is gone. */
final class FileHandle {
  private final long fileSystem;
  private final byte[] struct;

  private FileHandle(long fileSystem, byte[] struct) {
    this.fileSystem = fileSystem;
    this.struct = struct;
  }

  /** Reads {@code fsid} and {@code struct file_handle} that begin at an info record. */
  static FileHandle read(ByteBuffer events, int info) {
    int at = info + Uapi.FanotifyFid.HANDLE;
    byte[] struct = new byte[length(events, info)];
    events.get(at, struct);
    return new FileHandle(events.getLong(info + Uapi.FanotifyFid.FSID), struct);
  }

  /** Bytes of the handle in an info record, its head included. */
  static int length(ByteBuffer events, int info) {
    int bytes = events.getInt(info + Uapi.FanotifyFid.HANDLE + Uapi.FileHandle.BYTES);
    return Uapi.FileHandle.HANDLE + Math.clamp(bytes, 0, Uapi.FileHandle.MAX_HANDLE_SZ);
  }

  long fileSystem() {
    return fileSystem;
  }

  /** Opens the directory it means; ESTALE when it is gone. */
  Fd open(Fd mount) throws LinuxException {
    int flags = Uapi.O_PATH | Uapi.O_DIRECTORY | Uapi.O_CLOEXEC;
    int fd = EventCalls.openByHandle(mount.number(), struct, flags);
    return new Fd(LinuxException.check(fd, "open_by_handle_at", mount.toString()), "handle");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileHandle that
        && fileSystem == that.fileSystem
        && Arrays.equals(struct, that.struct);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(fileSystem) + Arrays.hashCode(struct);
  }
}
