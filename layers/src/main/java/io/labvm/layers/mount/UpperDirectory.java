package io.labvm.layers.mount;

import io.labvm.layers.durable.Durable;
import io.labvm.layers.erofs.OverlayXattrs;
import io.labvm.linux.DirWriter;
import io.labvm.linux.Fd;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * New empty uppers. The root of an overlay shows the attributes of its top directory, so an upper
 * made with defaults would change the desktop's {@code /}.
 */
final class UpperDirectory {
  private UpperDirectory() {}

  /** Makes an upper whose root has mode, owner, attributes and time of the top lower's. */
  static void create(Path upper, Path topLower) throws IOException {
    Path parent = upper.toAbsolutePath().getParent();
    if (parent != null) {
      Durable.directories(parent);
    }
    Path made = upper.resolveSibling(upper.getFileName() + ".new");
    Durable.remove(made);
    Files.createDirectory(made);
    try (Fd from = Fd.open(topLower);
        Fd to = Fd.open(made)) {
      copyAttributes(from, to);
      to.sync();
    }
    // A name without its attributes would be taken for a finished upper after a kill.
    Durable.publish(made, upper);
  }

  private static void copyAttributes(Fd from, Fd to) throws IOException {
    DirWriter.setAttributes(to, from.stat());
    for (Xattr xattr : from.xattrs()) {
      if (!OverlayXattrs.isPrivate(xattr.name())) {
        to.setXattr(xattr);
      }
    }
  }
}
