package io.labvm.layers.layer;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.erofs.DirectoryCursor;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.ImageInode;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds paths in an image that are asked for in ascending order, by going along its directories
 * once. Only the deepest directories stay open; one that was left too far above is opened again.
 */
final class ImageTrail {
  private static final int OPEN = 32;

  /** What to do with names that nobody asks for. */
  enum Others {
    SKIP,
    REFUSE
  }

  private final Path file;
  private final ErofsImage image;
  private final Others others;
  private final List<Level> levels = new ArrayList<>();
  private TreePath last = TreePath.ROOT;

  /** A directory whose path has that many bytes. */
  private static final class Level {
    private final int length;
    private final ImageInode inode;
    private @Nullable DirectoryCursor cursor;

    private Level(int length, ImageInode inode, DirectoryCursor cursor) {
      this.length = length;
      this.inode = inode;
      this.cursor = cursor;
    }
  }

  ImageTrail(Path file, ErofsImage image, Others others) throws IOException {
    this.file = file;
    this.image = image;
    this.others = others;
    ImageInode root = image.root();
    levels.add(new Level(0, root, image.cursor(root)));
  }

  /** The inode of a path behind all that were asked for before; one that is not there is damage. */
  ImageInode find(TreePath path) throws IOException {
    leaveFor(path);
    byte[] bytes = path.bytes();
    ImageInode found = levels.getLast().inode;
    int from = levels.getLast().length;
    while (from < bytes.length) {
      byte[] name = nameAt(bytes, from);
      found = seek(levels.getLast(), path, name);
      from = from == 0 ? name.length : from + 1 + name.length;
      if (found.type() == FileType.DIRECTORY) {
        enter(from, found);
      } else if (from < bytes.length) {
        throw damaged("no directory on the way to " + path);
      }
    }
    last = path;
    return found;
  }

  /** The name that follows a directory's bytes in a path. */
  private static byte[] nameAt(byte[] path, int directoryLength) {
    int from = directoryLength == 0 ? 0 : directoryLength + 1;
    int end = from;
    while (end < path.length && path[end] != '/') {
      end++;
    }
    return Arrays.copyOfRange(path, from, end);
  }

  private void enter(int length, ImageInode directory) throws IOException {
    if (levels.size() >= OPEN) {
      levels.get(levels.size() - OPEN).cursor = null;
    }
    levels.add(new Level(length, directory, image.cursor(directory)));
  }

  private ImageInode seek(Level level, TreePath path, byte[] name) throws IOException {
    DirectoryCursor cursor = cursor(level);
    while (cursor.next()) {
      int order = Arrays.compareUnsigned(cursor.name(), name);
      if (order == 0) {
        return image.inode(cursor.nid());
      }
      if (order > 0 || others == Others.REFUSE) {
        break;
      }
    }
    throw damaged("the image has other names than the manifest at " + path);
  }

  /** The cursor of a level where it was left: behind the name of the last path. */
  private DirectoryCursor cursor(Level level) throws IOException {
    DirectoryCursor cursor = level.cursor;
    if (cursor == null) {
      cursor = image.cursor(level.inode);
      byte[] name = nameAt(last.bytes(), level.length);
      while (cursor.next() && Arrays.compareUnsigned(cursor.name(), name) < 0) {}
      level.cursor = cursor;
    }
    return cursor;
  }

  private void leaveFor(TreePath path) throws IOException {
    int common = path.commonLength(last);
    while (levels.getLast().length > common || !path.endsNameAt(levels.getLast().length)) {
      leave();
    }
  }

  private void leave() throws IOException {
    Level level = levels.removeLast();
    if (others == Others.REFUSE && cursor(level).next()) {
      throw damaged("the image has a name in " + last + " that the manifest has not");
    }
  }

  /** Behind the last path. */
  void finish() throws IOException {
    while (!levels.isEmpty()) {
      leave();
    }
  }

  private LayerException damaged(String what) {
    return LayerException.about(LayerError.DAMAGED, file, file + ": " + what);
  }
}
