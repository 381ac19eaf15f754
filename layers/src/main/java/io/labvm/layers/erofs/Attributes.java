package io.labvm.layers.erofs;

import io.labvm.linux.FileType;
import io.labvm.linux.Stat;
import io.labvm.linux.Xattr;
import java.util.List;

/**
 * What every inode has beside content and names.
 *
 * @param mode type and permission bits
 * @param mtimeNanos 0 to 999,999,999
 * @param deviceMajor of a device node (12 bits), else 0
 * @param deviceMinor of a device node (20 bits), else 0
 */
public record Attributes(
    int mode,
    int uid,
    int gid,
    long mtimeSeconds,
    int mtimeNanos,
    int deviceMajor,
    int deviceMinor,
    List<Xattr> xattrs) {

  public Attributes {
    if (mode >>> 16 != 0 || FileType.ofMode(mode) == FileType.UNKNOWN) {
      throw new IllegalArgumentException("mode 0%o".formatted(mode));
    }
    if (mtimeNanos < 0 || mtimeNanos > 999_999_999) {
      throw new IllegalArgumentException("nanoseconds " + mtimeNanos);
    }
    if (deviceMajor >>> 12 != 0 || deviceMinor >>> 20 != 0) {
      throw new IllegalArgumentException("device " + deviceMajor + ":" + deviceMinor);
    }
    xattrs = List.copyOf(xattrs);
  }

  public static Attributes of(Stat stat, List<Xattr> xattrs) {
    return new Attributes(
        stat.mode(),
        stat.uid(),
        stat.gid(),
        stat.mtimeSeconds(),
        stat.mtimeNanos(),
        stat.deviceMajor(),
        stat.deviceMinor(),
        xattrs);
  }

  public FileType type() {
    return FileType.ofMode(mode);
  }
}
