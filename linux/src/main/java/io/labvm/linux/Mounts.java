package io.labvm.linux;

import io.labvm.linux.ffm.MountCalls;
import io.labvm.linux.ffm.Uapi;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** mount(2) and umount2(2). */
public final class Mounts {
  private Mounts() {}

  /**
   * Mounts as mount(2) does. Options longer than one page (4,096 bytes with the final NUL) cannot
   * be handed over and fail with EINVAL before anything is tried; {@link NewMount} has no limit.
   */
  public static void mount(
      String source, Path target, String type, Set<MountFlag> flags, String options)
      throws LinuxException {
    byte[] text = utf8(options);
    if (text.length >= 4096) {
      throw new LinuxException("mount", target.toString(), Errno.EINVAL.number());
    }
    LinuxException.check(
        MountCalls.mount(
            utf8(source), Names.bytes(target), utf8(type), MountFlag.flags(flags), text),
        "mount " + type + " " + source,
        target.toString());
  }

  /** Shows a directory or file at a second place. */
  public static void bind(Path source, Path target) throws LinuxException {
    mount(source.toString(), target, "", Set.of(MountFlag.BIND), "");
  }

  /** Unmounts; a mount in use is EBUSY, a path without mount EINVAL. */
  public static void unmount(Path target) throws LinuxException {
    LinuxException.check(
        MountCalls.umount2(Names.bytes(target), Uapi.UMOUNT_NOFOLLOW),
        "umount2",
        target.toString());
  }

  /**
   * Takes a mount out of the tree at once; the kernel drops it when its last user goes. Never for
   * an overlay whose upper will be used again: ask {@link MountTable#everywhere} instead.
   */
  public static void detach(Path target) throws LinuxException {
    LinuxException.check(
        MountCalls.umount2(Names.bytes(target), Uapi.UMOUNT_NOFOLLOW | Uapi.MNT_DETACH),
        "umount2",
        target.toString());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
