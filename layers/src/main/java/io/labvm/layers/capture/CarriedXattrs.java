package io.labvm.layers.capture;

import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.ErofsWriter;
import io.labvm.layers.erofs.Omission;
import io.labvm.layers.erofs.Omissions;
import io.labvm.layers.erofs.OverlayXattrs;
import io.labvm.linux.Stat;
import io.labvm.linux.Xattr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which attributes of an upper's inode are the desktop's: all but overlayfs's private ones. Of
 * those, a user's own (escaped by the kernel) and the record of {@code chattr} are carried.
 */
final class CarriedXattrs {
  private static final int AREA_HEADER = 12;
  private static final int MAX_AREA = 262_148;

  private CarriedXattrs() {}

  /** Sorted by name; what no image can hold is left out and counted. */
  static List<Xattr> of(List<Xattr> all, Stat stat, Omissions omissions) {
    countFlags(stat, omissions);
    if (all.isEmpty()) {
      return all;
    }
    List<Xattr> carried = new ArrayList<>(all.size());
    int area = AREA_HEADER;
    for (Xattr xattr : sorted(all)) {
      if (isCarried(xattr.name())) {
        // Made through the desktop the flags stand here; in a lower layer they mean nothing.
        OverlayXattrs.countProtection(xattr, omissions);
        area = addFitting(xattr, area, carried, omissions);
      }
    }
    return carried;
  }

  static boolean isOpaque(List<Xattr> all) {
    return all.stream().anyMatch(OverlayXattrs::isOpaque);
  }

  private static boolean isCarried(String name) {
    return !OverlayXattrs.isPrivate(name) || OverlayXattrs.isProtection(name);
  }

  private static List<Xattr> sorted(List<Xattr> xattrs) {
    return xattrs.stream()
        .sorted(Comparator.comparing(Xattr::nameBytes, Arrays::compareUnsigned))
        .toList();
  }

  private static int addFitting(Xattr xattr, int area, List<Xattr> carried, Omissions omissions) {
    Attributes a = DeltaEntry.NO_ATTRIBUTES;
    Attributes alone = new Attributes(a.mode(), 0, 0, 0, 0, 0, 0, List.of(xattr));
    int bytes = ErofsWriter.prepareXattrs(alone, omissions).length - AREA_HEADER;
    if (bytes <= 0) {
      return area; // counted by the writer
    }
    if (area + bytes > MAX_AREA) {
      omissions.add(Omission.XATTR_SIZE);
      return area;
    }
    carried.add(xattr);
    return area + bytes;
  }

  /** The flags as the kernel has them: of an upper's own inode, not made through the desktop. */
  private static void countFlags(Stat stat, Omissions omissions) {
    if (stat.immutable()) {
      omissions.add(Omission.IMMUTABLE_FLAG);
    }
    if (stat.appendOnly()) {
      omissions.add(Omission.APPEND_ONLY_FLAG);
    }
  }
}
