package io.labvm.layers.capture;

import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.ErofsWriter;
import io.labvm.layers.erofs.Omission;
import io.labvm.layers.erofs.Omissions;
import io.labvm.linux.Stat;
import io.labvm.linux.Xattr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which attributes of an upper's inode are the desktop's: all but overlayfs's private ones. Of
 * those, a user's own (escaped by the kernel) and the record of {@code chattr} are carried.
 */
final class CarriedXattrs {
  private static final String PRIVATE = "trusted.overlay.";
  private static final String ESCAPED = "trusted.overlay.overlay.";
  private static final String PROTECTED = "trusted.overlay.protattr";
  private static final String OPAQUE = "trusted.overlay.opaque";
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
        countProtection(xattr, omissions);
        area = addFitting(xattr, area, carried, omissions);
      }
    }
    return carried;
  }

  static boolean isOpaque(List<Xattr> all) {
    return all.stream()
        .anyMatch(x -> x.name().equals(OPAQUE) && Arrays.equals(x.value(), new byte[] {'y'}));
  }

  private static boolean isCarried(String name) {
    return !name.startsWith(PRIVATE) || name.startsWith(ESCAPED) || name.equals(PROTECTED);
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

  /** Made through the desktop they stand here; in a lower layer they mean nothing. */
  private static void countProtection(Xattr xattr, Omissions omissions) {
    if (xattr.name().equals(PROTECTED)) {
      String flags = new String(xattr.value(), StandardCharsets.ISO_8859_1);
      if (flags.contains("i")) {
        omissions.add(Omission.IMMUTABLE_FLAG);
      }
      if (flags.contains("a")) {
        omissions.add(Omission.APPEND_ONLY_FLAG);
      }
    }
  }
}
