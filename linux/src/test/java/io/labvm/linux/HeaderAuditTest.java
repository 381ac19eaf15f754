package io.labvm.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.linux.ffm.Uapi;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles an assertion for every number, struct offset and function type that the native calls
 * rely on against the C headers of this machine. A wrong width is then a failed test instead of a
 * rare crash. Needs gcc and the kernel headers; fails without.
 */
class HeaderAuditTest {
  private static final String HEADERS =
      """
      #define _GNU_SOURCE
      #include <fcntl.h>
      #include <signal.h>
      #include <dirent.h>
      #include <poll.h>
      #include <stddef.h>
      #include <stdio.h>
      #include <time.h>
      #include <unistd.h>
      #include <sys/fanotify.h>
      #include <sys/inotify.h>
      #include <sys/ioctl.h>
      #include <sys/mount.h>
      #include <sys/stat.h>
      #include <sys/syscall.h>
      #include <sys/sysmacros.h>
      #include <sys/vfs.h>
      #include <sys/xattr.h>
      #include <linux/loop.h>
      #include <linux/openat2.h>
      /* The kernel's mount.h repeats enums of glibc's. */
      #ifndef MOUNT_ATTR_RDONLY
      #include <linux/mount.h>
      #endif
      """;

  private static final String FUNCTIONS =
      """
      int (*f_openat)(int, const char *, int, ...) = openat;
      int (*f_close)(int) = close;
      int (*f_statx)(int, const char *restrict, int, unsigned, struct statx *restrict) = statx;
      ssize_t (*f_pread)(int, void *, size_t, off_t) = pread;
      ssize_t (*f_read)(int, void *, size_t) = read;
      ssize_t (*f_getdents64)(int, void *, size_t) = getdents64;
      long (*f_syscall)(long, ...) = syscall;
      ssize_t (*f_readlinkat)(int, const char *restrict, char *restrict, size_t) = readlinkat;
      off_t (*f_lseek)(int, off_t, int) = lseek;
      int (*f_mknodat)(int, const char *, mode_t, dev_t) = mknodat;
      int (*f_mkdirat)(int, const char *, mode_t) = mkdirat;
      int (*f_unlinkat)(int, const char *, int) = unlinkat;
      int (*f_fsync)(int) = fsync;
      ssize_t (*f_pwrite)(int, const void *, size_t, off_t) = pwrite;
      int (*f_ftruncate)(int, off_t) = ftruncate;
      int (*f_symlinkat)(const char *, int, const char *) = symlinkat;
      int (*f_linkat)(int, const char *, int, const char *, int) = linkat;
      int (*f_renameat2)(int, const char *, int, const char *, unsigned) = renameat2;
      int (*f_fchownat)(int, const char *, uid_t, gid_t, int) = fchownat;
      int (*f_fchmodat)(int, const char *, mode_t, int) = fchmodat;
      int (*f_utimensat)(int, const char *, const struct timespec[2], int) = utimensat;
      int (*f_fcntl)(int, int, ...) = fcntl;
      int (*f_ioctl)(int, unsigned long, ...) = ioctl;
      ssize_t (*f_flistxattr)(int, char *, size_t) = flistxattr;
      ssize_t (*f_llistxattr)(const char *, char *, size_t) = llistxattr;
      ssize_t (*f_fgetxattr)(int, const char *, void *, size_t) = fgetxattr;
      ssize_t (*f_lgetxattr)(const char *, const char *, void *, size_t) = lgetxattr;
      int (*f_fsetxattr)(int, const char *, const void *, size_t, int) = fsetxattr;
      int (*f_lsetxattr)(const char *, const char *, const void *, size_t, int) = lsetxattr;
      int (*f_mount)(const char *, const char *, const char *, unsigned long, const void *) = mount;
      int (*f_umount2)(const char *, int) = umount2;
      int (*f_fsopen)(const char *, unsigned) = fsopen;
      int (*f_fsconfig)(int, unsigned, const char *, const void *, int) = fsconfig;
      int (*f_fsmount)(int, unsigned, unsigned) = fsmount;
      int (*f_move_mount)(int, const char *, int, const char *, unsigned) = move_mount;
      int (*f_open_tree)(int, const char *, unsigned) = open_tree;
      int (*f_mount_setattr)(int, const char *, unsigned, struct mount_attr *, size_t) =
          mount_setattr;
      int (*f_fanotify_init)(unsigned, unsigned) = fanotify_init;
      int (*f_fanotify_mark)(int, unsigned, uint64_t, int, const char *) = fanotify_mark;
      int (*f_name_to_handle_at)(int, const char *, struct file_handle *, int *, int) =
          name_to_handle_at;
      int (*f_open_by_handle_at)(int, struct file_handle *, int) = open_by_handle_at;
      int (*f_inotify_init1)(int) = inotify_init1;
      int (*f_inotify_add_watch)(int, const char *, uint32_t) = inotify_add_watch;
      int (*f_inotify_rm_watch)(int, int) = inotify_rm_watch;
      int (*f_poll)(struct pollfd *, nfds_t, int) = poll;
      int (*f_fstatfs)(int, struct statfs *) = fstatfs;
      int (*f_clock_gettime)(clockid_t, struct timespec *) = clock_gettime;
      """;

  /** Sizes behind the layouts used: int 4, long, size_t, off_t and pointers 8 bytes. */
  private static final String WIDTHS =
      """
      _Static_assert(sizeof(int) == 4 && sizeof(long) == 8 && sizeof(void *) == 8, "widths");
      _Static_assert(sizeof(off_t) == 8 && sizeof(size_t) == 8 && sizeof(dev_t) == 8, "widths");
      _Static_assert(sizeof(mode_t) == 4 && sizeof(clockid_t) == 4, "widths");
      _Static_assert(sizeof(nfds_t) == 8 && sizeof(fsid_t) == 8, "widths");
      """;

  @TempDir private Path directory;

  @Test
  void numbersOffsetsAndFunctionTypesEqualTheHeaders() throws Exception {
    List<String> lines = new ArrayList<>(List.of(HEADERS, WIDTHS, FUNCTIONS));
    addConstants(lines);
    addOffsets(lines);
    assertThat(compile(String.join("\n", lines))).isEmpty();
  }

  @Test
  void aWrongNumberIsFound() throws Exception {
    assertThat(compile(HEADERS + "_Static_assert(O_PATH == 1, \"O_PATH\");")).contains("O_PATH");
  }

  private static void addConstants(List<String> lines) throws IllegalAccessException {
    for (Field field : Uapi.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
        long value = field.getInt(null);
        // Compared as int: some are unsigned macros, some enums, one is negative.
        lines.add(
            "_Static_assert((int)(%s) == (int)%dL, \"%s\");"
                .formatted(field.getName(), value, field.getName()));
      }
    }
  }

  private static void addOffsets(List<String> lines) {
    String statx = "struct statx";
    size(lines, statx, Uapi.Statx.SIZE);
    offset(lines, statx, "stx_blksize", Uapi.Statx.BLKSIZE, 4);
    offset(lines, statx, "stx_attributes", Uapi.Statx.ATTRIBUTES, 8);
    offset(lines, statx, "stx_nlink", Uapi.Statx.NLINK, 4);
    offset(lines, statx, "stx_uid", Uapi.Statx.UID, 4);
    offset(lines, statx, "stx_gid", Uapi.Statx.GID, 4);
    offset(lines, statx, "stx_mode", Uapi.Statx.MODE, 2);
    offset(lines, statx, "stx_ino", Uapi.Statx.INO, 8);
    offset(lines, statx, "stx_size", Uapi.Statx.FILE_SIZE, 8);
    offset(lines, statx, "stx_blocks", Uapi.Statx.BLOCKS, 8);
    offset(lines, statx, "stx_ctime.tv_sec", Uapi.Statx.CTIME, 8);
    offset(lines, statx, "stx_mtime.tv_sec", Uapi.Statx.MTIME, 8);
    offset(lines, statx, "stx_mtime.tv_nsec", Uapi.Statx.MTIME + Uapi.Statx.TIME_NSEC, 4);
    offset(lines, statx, "stx_rdev_major", Uapi.Statx.RDEV_MAJOR, 4);
    offset(lines, statx, "stx_rdev_minor", Uapi.Statx.RDEV_MINOR, 4);
    offset(lines, statx, "stx_dev_major", Uapi.Statx.DEV_MAJOR, 4);
    offset(lines, statx, "stx_dev_minor", Uapi.Statx.DEV_MINOR, 4);
    offset(lines, "struct dirent64", "d_reclen", Uapi.Dirent.RECLEN, 2);
    offset(lines, "struct dirent64", "d_type", Uapi.Dirent.TYPE, 1);
    offset(lines, "struct dirent64", "d_name", Uapi.Dirent.NAME, 256);
    size(lines, "struct open_how", Uapi.OpenHow.SIZE);
    offset(lines, "struct open_how", "flags", Uapi.OpenHow.FLAGS, 8);
    offset(lines, "struct open_how", "mode", Uapi.OpenHow.MODE, 8);
    offset(lines, "struct open_how", "resolve", Uapi.OpenHow.RESOLVE, 8);
    size(lines, "struct loop_config", Uapi.LoopConfig.SIZE);
    offset(lines, "struct loop_config", "fd", Uapi.LoopConfig.FD, 4);
    offset(lines, "struct loop_config", "block_size", Uapi.LoopConfig.BLOCK_SIZE, 4);
    offset(lines, "struct loop_config", "info.lo_flags", Uapi.LoopConfig.INFO_FLAGS, 4);
    offset(lines, "struct loop_config", "info.lo_file_name", Uapi.LoopConfig.INFO_FILE_NAME, 64);
    size(lines, "struct mount_attr", Uapi.MountAttr.SIZE);
    offset(lines, "struct mount_attr", "attr_set", Uapi.MountAttr.ATTR_SET, 8);
    offset(lines, "struct mount_attr", "attr_clr", Uapi.MountAttr.ATTR_CLR, 8);
    offset(lines, "struct mount_attr", "propagation", Uapi.MountAttr.PROPAGATION, 8);
    addEventOffsets(lines);
  }

  private static void addEventOffsets(List<String> lines) {
    String event = "struct fanotify_event_metadata";
    size(lines, event, Uapi.FanotifyEvent.SIZE);
    offset(lines, event, "event_len", Uapi.FanotifyEvent.LEN, 4);
    offset(lines, event, "metadata_len", Uapi.FanotifyEvent.METADATA_LEN, 2);
    offset(lines, event, "mask", Uapi.FanotifyEvent.MASK, 8);
    String fid = "struct fanotify_event_info_fid";
    offset(lines, fid, "hdr.info_type", Uapi.FanotifyFid.TYPE, 1);
    offset(lines, fid, "hdr.len", Uapi.FanotifyFid.LEN, 2);
    offset(lines, fid, "fsid", Uapi.FanotifyFid.FSID, 8);
    lines.add(
        "_Static_assert(offsetof(%s, handle) == %d, \"handle\");"
            .formatted(fid, Uapi.FanotifyFid.HANDLE));
    lines.add(
        "_Static_assert(MAX_HANDLE_SZ == %d, \"handle\");"
            .formatted(Uapi.FileHandle.MAX_HANDLE_SZ));
    offset(lines, "struct file_handle", "handle_bytes", Uapi.FileHandle.BYTES, 4);
    offset(lines, "struct file_handle", "handle_type", Uapi.FileHandle.TYPE, 4);
    lines.add(
        "_Static_assert(offsetof(struct file_handle, f_handle) == %d, \"handle\");"
            .formatted(Uapi.FileHandle.HANDLE));
    offset(lines, "struct inotify_event", "wd", Uapi.InotifyEvent.WD, 4);
    offset(lines, "struct inotify_event", "mask", Uapi.InotifyEvent.MASK, 4);
    offset(lines, "struct inotify_event", "cookie", Uapi.InotifyEvent.COOKIE, 4);
    offset(lines, "struct inotify_event", "len", Uapi.InotifyEvent.LEN, 4);
    size(lines, "struct inotify_event", Uapi.InotifyEvent.NAME);
    size(lines, "struct pollfd", Uapi.PollFd.SIZE);
    offset(lines, "struct pollfd", "fd", Uapi.PollFd.FD, 4);
    offset(lines, "struct pollfd", "events", Uapi.PollFd.EVENTS, 2);
    offset(lines, "struct pollfd", "revents", Uapi.PollFd.REVENTS, 2);
    size(lines, "struct statfs", Uapi.Statfs.SIZE);
    offset(lines, "struct statfs", "f_type", Uapi.Statfs.TYPE, 8);
    offset(lines, "struct statfs", "f_fsid", Uapi.Statfs.FSID, 8);
  }

  private static void size(List<String> lines, String struct, int size) {
    lines.add("_Static_assert(sizeof(%s) == %d, \"%s\");".formatted(struct, size, struct));
  }

  private static void offset(
      List<String> lines, String struct, String member, int offset, int size) {
    lines.add(
        "_Static_assert(offsetof(%s, %s) == %d && sizeof(((%s *)0)->%s) == %d, \"%s\");"
            .formatted(struct, member, offset, struct, member, size, member));
  }

  /** What the compiler says; empty when it is content. */
  private String compile(String source) throws IOException, InterruptedException {
    Path file = directory.resolve("audit.c");
    Files.writeString(file, source);
    Process gcc =
        new ProcessBuilder("gcc", "-std=gnu11", "-Werror", "-fsyntax-only", file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return gcc.waitFor() == 0 ? "" : output + " ";
  }
}
