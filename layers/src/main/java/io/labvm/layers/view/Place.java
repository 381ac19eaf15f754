package io.labvm.layers.view;

import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.ImageInode;
import io.labvm.layers.erofs.OverlayXattrs;
import io.labvm.linux.FileType;
import java.io.IOException;

/**
 * Where one image of a stack has a name.
 *
 * @param depth of the image in the stack, 0 = top
 */
record Place(int depth, StackImage layer, ImageInode inode) {
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
    return image().xattrs(inode).stream().anyMatch(OverlayXattrs::isOpaque);
  }

  Identity identity() {
    return new Identity(layer.id(), inode.nid());
  }
}
