package io.labvm.layers.layer;

import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.ErofsWriter;
import io.labvm.layers.erofs.Omissions;
import io.labvm.layers.erofs.OverlayXattrs;
import io.labvm.linux.Xattr;
import java.util.ArrayList;
import java.util.List;

/** How an entry stands in the image: the marks of overlayfs, and what an image cannot hold. */
final class ImageForm {
  private ImageForm() {}

  /** The attributes of the inode; those of an opaque directory carry the mark. */
  static Attributes attributes(DeltaEntry entry) {
    Attributes a = entry.attributes();
    if (entry.state() != NameState.OPAQUE_DIRECTORY) {
      return a;
    }
    List<Xattr> xattrs = new ArrayList<>(a.xattrs());
    xattrs.add(OverlayXattrs.opaque());
    return new Attributes(
        a.mode(), a.uid(), a.gid(), a.mtimeSeconds(), a.mtimeNanos(), 0, 0, xattrs);
  }

  /** What the image says of an entry: all it can hold, sorted by name. */
  static Attributes inImage(DeltaEntry entry) {
    Attributes a = attributes(entry);
    return new Attributes(
        a.mode(),
        a.uid(),
        a.gid(),
        a.mtimeSeconds(),
        a.mtimeNanos(),
        a.deviceMajor(),
        a.deviceMinor(),
        ErofsWriter.keptXattrs(a.xattrs(), new Omissions()));
  }

  /** Whether an attribute is overlayfs' own, which no delta carries. */
  static boolean isPrivate(Xattr xattr) {
    return OverlayXattrs.isPrivate(xattr.name()) && !OverlayXattrs.isProtection(xattr.name());
  }

  /** Counts the inode flags an image has no place for; they act in the upper only. */
  static void countFlags(Attributes attributes, Omissions omissions) {
    attributes.xattrs().forEach(xattr -> OverlayXattrs.countProtection(xattr, omissions));
  }
}
