package io.labvm.layers.view;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Below;
import io.labvm.layers.erofs.ImageInode;
import io.labvm.layers.erofs.OverlayXattrs;
import io.labvm.layers.erofs.Piece;
import io.labvm.linux.FileType;
import io.labvm.linux.Xattr;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stack of images read as one tree. Whiteouts and opaque directories act as in a mount; overlay's
 * private attributes do not show. Without state, so any number of threads may share one.
 */
public final class StackView implements Closeable {
  private final List<StackImage> images;

  /**
   * Takes the images over: {@link #close} closes them.
   *
   * @param images top first, at least one
   */
  public StackView(List<StackImage> images) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("a stack without images");
    }
    this.images = List.copyOf(images);
  }

  /** The root: attributes of the topmost image, everything of all of them. */
  public ViewNode root() throws IOException {
    List<Place> roots = new ArrayList<>();
    for (StackImage image : images) {
      ImageInode root = image.image().root();
      if (root.type() != FileType.DIRECTORY) {
        throw new LayerException(LayerError.DAMAGED, "the root of " + image.id() + " is a file");
      }
      roots.add(new Place(roots.size(), image, root));
    }
    return new ViewNode(roots);
  }

  /** What a directory shows under a name, or null. */
  public @Nullable ViewNode find(ViewNode directory, byte[] name) throws IOException {
    List<Place> found = new ArrayList<>();
    for (Place place : directory.places()) {
      ImageInode inode = place.image().find(place.inode(), name);
      if (inode != null) {
        Place there = new Place(place.depth(), place.layer(), inode);
        found.add(there);
        if (!there.isDirectory()) {
          break;
        }
      }
    }
    return Lookup.merge(found);
  }

  /**
   * What a path shows, or null. Empty names and {@code .} mean nothing, {@code ..} is not known,
   * links on the way are not followed.
   */
  public @Nullable ViewNode resolve(byte[] path) throws IOException {
    ViewNode at = root();
    for (int from = 0; from < path.length; ) {
      int end = from;
      while (end < path.length && path[end] != '/') {
        end++;
      }
      byte[] name = Arrays.copyOfRange(path, from, end);
      from = end + 1;
      if (name.length == 0 || (name.length == 1 && name[0] == '.')) {
        continue;
      }
      ViewNode next = at.isDirectory() ? find(at, name) : null;
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at;
  }

  /** The names a directory shows, in order. */
  public ViewCursor list(ViewNode directory) throws IOException {
    return list(directory, null);
  }

  /**
   * The names a directory shows behind one of them, in order.
   *
   * @param after need not be there; null for all
   */
  public ViewCursor list(ViewNode directory, byte @Nullable [] after) throws IOException {
    if (!directory.isDirectory()) {
      throw new IllegalArgumentException("not a directory");
    }
    return new ViewCursor(directory, after);
  }

  /** Reads content at an offset; -1 at the end. May answer less than there is room for. */
  public int read(ViewNode file, long position, ByteBuffer into) throws IOException {
    return file.top().image().read(file.inode(), position, into);
  }

  /** Whether a file is stored by chunks, of which some may be holes. */
  boolean mayHaveHoles(ViewNode file) {
    return file.inode().isChunked();
  }

  /** Where the content of a regular file lies: holes left out, as far as its image knows them. */
  List<Piece> pieces(ViewNode file) throws IOException {
    return file.top().image().pieces(file.inode());
  }

  /** The target of a symbolic link. */
  public byte[] readLink(ViewNode link) throws IOException {
    return link.top().image().readLink(link.inode());
  }

  /** The attributes as a mount shows them: private ones hidden, a user's own under their name. */
  public List<Xattr> xattrs(ViewNode node) throws IOException {
    List<Xattr> shown = new ArrayList<>();
    for (Xattr xattr : node.top().image().xattrs(node.inode())) {
      Xattr own = OverlayXattrs.shown(xattr);
      if (own != null) {
        shown.add(own);
      }
    }
    return shown;
  }

  /** The whole view as what lies below deltas. */
  public Below below() throws IOException {
    return new BelowNode(this, root());
  }

  private record BelowNode(StackView view, ViewNode directory) implements Below {
    @Override
    public Kind kind(byte[] name) throws IOException {
      ViewNode found = view.find(directory, name);
      return found == null ? Kind.ABSENT : found.isDirectory() ? Kind.DIRECTORY : Kind.NODE;
    }

    @Override
    public Below directory(byte[] name) throws IOException {
      ViewNode found = view.find(directory, name);
      return found != null && found.isDirectory() ? new BelowNode(view, found) : NOTHING;
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (StackImage image : images) {
      try {
        image.image().close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
