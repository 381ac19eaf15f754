package io.labvm.linux;

import io.labvm.linux.ffm.Uapi;
import java.util.Set;

/** Flags of mount(2) and their counterparts of fsmount(2). */
public enum MountFlag {
  READ_ONLY(Uapi.MS_RDONLY, Uapi.MOUNT_ATTR_RDONLY),
  NO_SUID(Uapi.MS_NOSUID, Uapi.MOUNT_ATTR_NOSUID),
  NO_DEVICES(Uapi.MS_NODEV, Uapi.MOUNT_ATTR_NODEV),
  NO_EXEC(Uapi.MS_NOEXEC, Uapi.MOUNT_ATTR_NOEXEC),
  NO_ACCESS_TIME(Uapi.MS_NOATIME, Uapi.MOUNT_ATTR_NOATIME),
  /** mount(2) only. */
  BIND(Uapi.MS_BIND, 0),
  /** mount(2) only. */
  RECURSIVE(Uapi.MS_REC, 0),
  /** mount(2) only. */
  PRIVATE(Uapi.MS_PRIVATE, 0),
  /** mount(2) only. */
  SHARED(Uapi.MS_SHARED, 0),
  /** mount(2) only. */
  REMOUNT(Uapi.MS_REMOUNT, 0);

  private final int flag;
  private final int attribute;

  MountFlag(int flag, int attribute) {
    this.flag = flag;
    this.attribute = attribute;
  }

  static long flags(Set<MountFlag> set) {
    return set.stream().mapToLong(f -> f.flag).reduce(0, (a, b) -> a | b);
  }

  static int attributes(Set<MountFlag> set) {
    return set.stream().mapToInt(f -> f.attribute).reduce(0, (a, b) -> a | b);
  }
}
