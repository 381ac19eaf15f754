package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.XATTR_ENTRY;
import static io.labvm.layers.erofs.ErofsFormat.XATTR_HEADER;

import io.labvm.linux.Xattr;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Extended attributes in the form they have behind an inode. */
final class XattrArea {
  private static final byte[] NONE = {};

  private XattrArea() {}

  /** Header and entries, sorted by name so that equal trees give equal images; empty for none. */
  static byte[] encode(List<Xattr> xattrs, Omissions omissions) {
    if (xattrs.isEmpty()) {
      return NONE;
    }
    ByteArrayOutputStream area = new ByteArrayOutputStream();
    area.writeBytes(new byte[XATTR_HEADER]);
    for (Xattr xattr : sorted(xattrs)) {
      byte[] entry = entry(xattr, omissions);
      if (area.size() + entry.length > ErofsFormat.MAX_XATTR_AREA) {
        omissions.add(Omission.XATTR_SIZE);
      } else {
        area.writeBytes(entry);
      }
    }
    return area.size() == XATTR_HEADER ? NONE : area.toByteArray();
  }

  /** What {@link #encode} would write, sorted by name; the rest is counted. */
  static List<Xattr> kept(List<Xattr> xattrs, Omissions omissions) {
    List<Xattr> kept = new ArrayList<>(xattrs.size());
    int size = XATTR_HEADER;
    for (Xattr xattr : sorted(xattrs)) {
      int length = entry(xattr, omissions).length;
      if (length > 0 && size + length > ErofsFormat.MAX_XATTR_AREA) {
        omissions.add(Omission.XATTR_SIZE);
      } else if (length > 0) {
        kept.add(xattr);
        size += length;
      }
    }
    return kept;
  }

  static List<Xattr> sorted(List<Xattr> xattrs) {
    return xattrs.stream()
        .sorted(Comparator.comparing(Xattr::nameBytes, Arrays::compareUnsigned))
        .toList();
  }

  /** One entry, padded to 4 bytes; empty (and counted) when it has no form. */
  static byte[] entry(Xattr xattr, Omissions omissions) {
    String name = xattr.name();
    int index = ErofsFormat.xattrPrefix(name);
    byte[] value = xattr.value();
    if (index == 0) {
      omissions.add(Omission.XATTR_NAMESPACE);
      return NONE;
    }
    if (value.length > ErofsFormat.MAX_XATTR_VALUE) {
      omissions.add(Omission.XATTR_SIZE);
      return NONE;
    }
    int from = ErofsFormat.xattrPrefix(index).length();
    int length = name.length() - from;
    int size = ErofsFormat.align(XATTR_ENTRY + length + value.length, 4);
    byte[] entry = new byte[size];
    ByteBuffer b = InodeArea.little(entry);
    b.put((byte) length).put((byte) index).putShort((short) value.length);
    b.put(xattr.nameBytes(), from, length).put(value);
    return entry;
  }

  /** The count an inode states for an area of this length. */
  static int count(int areaLength) {
    return areaLength == 0 ? 0 : 1 + (areaLength - XATTR_HEADER) / 4;
  }
}
