package io.labvm.layers.source;

import io.labvm.layers.erofs.Omission;
import io.labvm.layers.erofs.Omissions;
import io.labvm.layers.erofs.OverlayXattrs;
import io.labvm.linux.Xattr;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves overlayfs's own marks out of a base: as part of a lower layer they would hide what lies
 * below. Marks escaped for a nested overlay ({@code trusted.overlay.overlay.*}) are content.
 */
final class XattrFilter {
  private XattrFilter() {}

  static List<Xattr> withoutMarks(List<Xattr> xattrs, Omissions omissions) {
    if (xattrs.isEmpty()) {
      return xattrs;
    }
    List<Xattr> kept = new ArrayList<>(xattrs.size());
    for (Xattr xattr : xattrs) {
      if (OverlayXattrs.isPrivate(xattr.name())) {
        omissions.add(Omission.OVERLAY_MARK);
      } else {
        kept.add(xattr);
      }
    }
    return kept;
  }
}
