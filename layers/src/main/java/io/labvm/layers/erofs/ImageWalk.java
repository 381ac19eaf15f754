package io.labvm.layers.erofs;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Walks a whole image. A damaged one may contain itself: the walk ends even then. */
public final class ImageWalk {
  /** A directory record and a name of one byte. */
  static final int SMALLEST_ENTRY = 13;

  private ImageWalk() {}

  /** Receives every entry but the root, parents before what they contain. */
  public interface Visitor {
    /** The path has no leading slash. */
    void visit(byte[] path, ImageInode inode) throws IOException;
  }

  private static final class Open {
    private final byte[] path;
    private final long nid;

    private Open(byte[] path, long nid) {
      this.path = path;
      this.nid = nid;
    }
  }

  /** Visits all entries; more of them than the file has room for is damage. */
  public static void walk(ErofsImage image, Visitor visitor) throws IOException {
    long[] left = {image.size() / SMALLEST_ENTRY};
    Deque<Open> open = new ArrayDeque<>();
    open.add(new Open(new byte[0], image.root().nid()));
    for (Open directory; (directory = open.pollLast()) != null; ) {
      Open here = directory;
      image.list(
          image.inode(here.nid),
          (name, type, nid) -> {
            if (left[0]-- == 0) {
              throw loop();
            }
            byte[] path = join(here.path, name);
            ImageInode inode = image.inode(nid);
            visitor.visit(path, inode);
            if (inode.type() == FileType.DIRECTORY) {
              open.addLast(new Open(path, nid));
            }
          });
    }
  }

  static LayerException loop() {
    return new LayerException(LayerError.DAMAGED, "the image has more entries than room: a loop");
  }

  /** Counts the entries and reads every inode's attributes. */
  public static long count(ErofsImage image) throws IOException {
    long[] count = {0};
    walk(
        image,
        (path, inode) -> {
          count[0]++;
          var ignored = image.xattrs(inode);
        });
    return count[0];
  }

  private static byte[] join(byte[] parent, byte[] name) throws LayerException {
    if (parent.length == 0) {
      return name;
    }
    if (parent.length + name.length > 1 << 20) {
      throw new LayerException(LayerError.DAMAGED, "the image has a path beyond 1 MiB: a loop");
    }
    byte[] path = Arrays.copyOf(parent, parent.length + 1 + name.length);
    path[parent.length] = '/';
    System.arraycopy(name, 0, path, parent.length + 1, name.length);
    return path;
  }
}
