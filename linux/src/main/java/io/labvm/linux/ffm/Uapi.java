package io.labvm.linux.ffm;

/**
 * Numbers of the kernel's user interface under their C names. The header audit compiles an
 * assertion for each, so a field here must be spelled exactly as in C.
 */
public final class Uapi {
  private Uapi() {}

  // <fcntl.h>
  public static final int AT_FDCWD = -100;
  public static final int AT_SYMLINK_NOFOLLOW = 0x100;
  public static final int AT_EMPTY_PATH = 0x1000;
  public static final int AT_REMOVEDIR = 0x200;
  public static final int AT_SYMLINK_FOLLOW = 0x400;
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_CREAT = 0x40;
  public static final int O_EXCL = 0x80;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_NOCTTY = 0x100;
  public static final int O_DIRECTORY = 0x10000;
  public static final int O_NOFOLLOW = 0x20000;
  public static final int O_NOATIME = 0x40000;
  public static final int O_CLOEXEC = 0x80000;
  public static final int O_PATH = 0x200000;
  public static final int SEEK_DATA = 3;
  public static final int SEEK_HOLE = 4;
  public static final int F_SETLEASE = 1024;
  public static final int F_SETSIG = 10;
  public static final int F_RDLCK = 0;
  public static final int F_UNLCK = 2;

  // <stdio.h>
  public static final int RENAME_NOREPLACE = 1;
  public static final int RENAME_EXCHANGE = 2;

  // <signal.h>
  public static final int SIGINT = 2;
  public static final int SIGTERM = 15;
  public static final int SIGURG = 23;

  // <sys/stat.h>, <linux/stat.h>
  public static final int S_IFMT = 0xf000;
  public static final int STATX_BASIC_STATS = 0x7ff;
  public static final int STATX_ATTR_IMMUTABLE = 0x10;
  public static final int STATX_ATTR_APPEND = 0x20;

  // <linux/openat2.h>
  public static final int RESOLVE_NO_MAGICLINKS = 0x02;
  public static final int RESOLVE_NO_SYMLINKS = 0x04;
  public static final int RESOLVE_BENEATH = 0x08;

  // <sys/mount.h>
  public static final int MS_RDONLY = 1;
  public static final int MS_NOSUID = 2;
  public static final int MS_NODEV = 4;
  public static final int MS_NOEXEC = 8;
  public static final int MS_REMOUNT = 32;
  public static final int MS_NOATIME = 1024;
  public static final int MS_BIND = 4096;
  public static final int MS_REC = 16384;
  public static final int MS_PRIVATE = 1 << 18;
  public static final int MS_SHARED = 1 << 20;
  public static final int MNT_DETACH = 2;
  public static final int UMOUNT_NOFOLLOW = 8;

  // <linux/mount.h>
  public static final int FSOPEN_CLOEXEC = 1;
  public static final int FSMOUNT_CLOEXEC = 1;
  public static final int FSCONFIG_SET_FLAG = 0;
  public static final int FSCONFIG_SET_STRING = 1;
  public static final int FSCONFIG_CMD_CREATE = 6;
  public static final int MOVE_MOUNT_F_EMPTY_PATH = 4;
  public static final int OPEN_TREE_CLONE = 1;
  public static final int OPEN_TREE_CLOEXEC = 0x80000;
  public static final int MOUNT_ATTR_RDONLY = 1;
  public static final int MOUNT_ATTR_NOSUID = 2;
  public static final int MOUNT_ATTR_NODEV = 4;
  public static final int MOUNT_ATTR_NOEXEC = 8;
  public static final int MOUNT_ATTR_NOATIME = 16;
  public static final int MOUNT_ATTR__ATIME = 0x70;

  // <linux/loop.h>
  public static final int LOOP_CLR_FD = 0x4C01;
  public static final int LOOP_CONFIGURE = 0x4C0A;
  public static final int LOOP_CTL_GET_FREE = 0x4C82;
  public static final int LO_FLAGS_READ_ONLY = 1;
  public static final int LO_FLAGS_AUTOCLEAR = 4;

  // <sys/fanotify.h>
  public static final int FAN_CLOEXEC = 0x1;
  public static final int FAN_NONBLOCK = 0x2;
  public static final int FAN_CLASS_NOTIF = 0;
  public static final int FAN_UNLIMITED_QUEUE = 0x10;
  public static final int FAN_REPORT_DFID_NAME = 0xC00;
  public static final int FAN_MARK_ADD = 0x1;
  public static final int FAN_MARK_REMOVE = 0x2;
  public static final int FAN_MARK_FILESYSTEM = 0x100;
  public static final int FAN_MODIFY = 0x2;
  public static final int FAN_ATTRIB = 0x4;
  public static final int FAN_CLOSE_WRITE = 0x8;
  public static final int FAN_MOVED_FROM = 0x40;
  public static final int FAN_MOVED_TO = 0x80;
  public static final int FAN_CREATE = 0x100;
  public static final int FAN_DELETE = 0x200;
  public static final int FAN_Q_OVERFLOW = 0x4000;
  public static final int FAN_RENAME = 0x10000000;
  public static final int FAN_ONDIR = 0x40000000;
  public static final int FAN_EVENT_INFO_TYPE_DFID_NAME = 2;
  public static final int FAN_EVENT_INFO_TYPE_DFID = 3;
  public static final int FAN_EVENT_INFO_TYPE_OLD_DFID_NAME = 10;
  public static final int FAN_EVENT_INFO_TYPE_NEW_DFID_NAME = 12;

  // <sys/inotify.h>
  public static final int IN_NONBLOCK = 0x800;
  public static final int IN_CLOEXEC = 0x80000;
  public static final int IN_MODIFY = 0x2;
  public static final int IN_ATTRIB = 0x4;
  public static final int IN_CLOSE_WRITE = 0x8;
  public static final int IN_MOVED_FROM = 0x40;
  public static final int IN_MOVED_TO = 0x80;
  public static final int IN_CREATE = 0x100;
  public static final int IN_DELETE = 0x200;
  public static final int IN_Q_OVERFLOW = 0x4000;
  public static final int IN_IGNORED = 0x8000;
  public static final int IN_ONLYDIR = 0x1000000;
  public static final int IN_ISDIR = 0x40000000;

  // <poll.h>
  public static final int POLLIN = 1;

  // <time.h>
  public static final int CLOCK_BOOTTIME = 7;

  // <sys/syscall.h>; glibc 2.36 has no wrapper for openat2.
  public static final int SYS_openat2 = 437;

  /** Offsets and sizes within {@code struct statx} (linux/stat.h). */
  public static final class Statx {
    private Statx() {}

    public static final int SIZE = 256;
    public static final int BLKSIZE = 4;
    public static final int ATTRIBUTES = 8;
    public static final int NLINK = 16;
    public static final int UID = 20;
    public static final int GID = 24;
    public static final int MODE = 28;
    public static final int INO = 32;
    public static final int FILE_SIZE = 40;
    public static final int BLOCKS = 48;
    public static final int CTIME = 96;
    public static final int MTIME = 112;
    public static final int RDEV_MAJOR = 128;
    public static final int RDEV_MINOR = 132;
    public static final int DEV_MAJOR = 136;
    public static final int DEV_MINOR = 140;
    public static final int TIME_NSEC = 8;
  }

  /** Offsets within {@code struct dirent64} (dirent.h), the record of getdents64. */
  public static final class Dirent {
    private Dirent() {}

    public static final int RECLEN = 16;
    public static final int TYPE = 18;
    public static final int NAME = 19;
  }

  /** Offsets within {@code struct open_how} (linux/openat2.h). */
  public static final class OpenHow {
    private OpenHow() {}

    public static final int SIZE = 24;
    public static final int FLAGS = 0;
    public static final int MODE = 8;
    public static final int RESOLVE = 16;
  }

  /** Offsets within {@code struct loop_config} (linux/loop.h). */
  public static final class LoopConfig {
    private LoopConfig() {}

    public static final int SIZE = 304;
    public static final int FD = 0;
    public static final int BLOCK_SIZE = 4;
    public static final int INFO_FLAGS = 8 + 52;
    public static final int INFO_FILE_NAME = 8 + 56;
  }

  /** Offsets within {@code struct mount_attr} (linux/mount.h). */
  public static final class MountAttr {
    private MountAttr() {}

    public static final int SIZE = 32;
    public static final int ATTR_SET = 0;
    public static final int ATTR_CLR = 8;
    public static final int PROPAGATION = 16;
  }

  /** Offsets within {@code struct fanotify_event_metadata} (linux/fanotify.h). */
  public static final class FanotifyEvent {
    private FanotifyEvent() {}

    public static final int LEN = 0;
    public static final int METADATA_LEN = 6;
    public static final int MASK = 8;
    public static final int SIZE = 24;
  }

  /** Offsets within {@code struct fanotify_event_info_fid}, its header and the handle in it. */
  public static final class FanotifyFid {
    private FanotifyFid() {}

    public static final int TYPE = 0;
    public static final int LEN = 2;
    public static final int FSID = 4;
    public static final int HANDLE = 12;
  }

  /** Offsets within {@code struct file_handle} (fcntl.h). */
  public static final class FileHandle {
    private FileHandle() {}

    public static final int BYTES = 0;
    public static final int TYPE = 4;
    public static final int HANDLE = 8;
    public static final int MAX_HANDLE_SZ = 128;
  }

  /** Offsets within {@code struct inotify_event} (sys/inotify.h). */
  public static final class InotifyEvent {
    private InotifyEvent() {}

    public static final int WD = 0;
    public static final int MASK = 4;
    public static final int COOKIE = 8;
    public static final int LEN = 12;
    public static final int NAME = 16;
  }

  /** Offsets within {@code struct pollfd} (poll.h). */
  public static final class PollFd {
    private PollFd() {}

    public static final int SIZE = 8;
    public static final int FD = 0;
    public static final int EVENTS = 4;
    public static final int REVENTS = 6;
  }

  /** Offsets within {@code struct statfs} (sys/vfs.h). */
  public static final class Statfs {
    private Statfs() {}

    public static final int SIZE = 120;
    public static final int TYPE = 0;
    public static final int FSID = 56;
  }
}
