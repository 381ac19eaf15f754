package io.labvm.layers.view;

import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.ImageInode;
import io.labvm.linux.FileType;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where one image of a stack has a name.
 *
 * @param depth of the image in the stack, 0 = top
 */
record Place(int depth, StackImage layer, ImageInode inode) {
  private static final byte[] OPAQUE = "trusted.overlay.opaque".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] YES = {'y'};

  ErofsImage image() {
    return layer.image();
  }

  boolean isDirectory() {
    return inode.type() == FileType.DIRECTORY;
  }

  boolean isWhiteout() {
    return inode.type() == FileType.CHARACTER_DEVICE
        && inode.deviceMajor() == 0
        && inode.deviceMinor() == 0;
  }

  /** Whether this directory hides those below it. */
  boolean isOpaque() throws IOException {
    if (inode.xattrBytes() == 0) {
      return false;
    }
    for (Xattr xattr : image().xattrs(inode)) {
      if (Arrays.equals(xattr.nameBytes(), OPAQUE)) {
        return Arrays.equals(xattr.value(), YES);
      }
    }
    return false;
  }

  Identity identity() {
    return new Identity(layer.id(), inode.nid());
  }
}
