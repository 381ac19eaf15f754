package io.labvm.layers.view;

import io.labvm.layers.delta.TreePath;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two views, name by name in the order of paths. What both have from the same
 * images is not read, so the cost follows the difference, not the size of the trees.
 */
public final class ViewDiff {
  private static final int STEP = 1 << 16;

  private final StackView before;
  private final StackView after;
  private final Receiver receiver;

  private ViewDiff(StackView before, StackView after, Receiver receiver) {
    this.before = before;
    this.after = after;
    this.receiver = receiver;
  }

  /** How a name differs. */
  public enum Change {
    ADDED,
    REMOVED,
    /** Another type: one thing went, another came. */
    REPLACED,
    /** The same type with other content or target. */
    CONTENT,
    /** Only mode, owner, time or extended attributes. */
    ATTRIBUTES
  }

  /** Is told each difference. */
  public interface Receiver {
    /**
     * One name.
     *
     * @param node as it is after, or as it was when removed
     */
    void difference(TreePath path, Change change, ViewNode node) throws IOException;
  }

  /** Compares; everything below a directory that came or went is told too. */
  public static void of(StackView before, StackView after, Receiver receiver) throws IOException {
    ViewDiff diff = new ViewDiff(before, after, receiver);
    diff.compare(TreePath.ROOT, before.root(), after.root());
  }

  /** A pair of directories that is being walked. */
  private record Open(TreePath path, Side old, Side young) {}

  /** One side of such a pair; without a cursor when only the other side has the directory. */
  private static final class Side {
    private final @Nullable ViewCursor cursor;
    private boolean valid;

    Side(StackView view, @Nullable ViewNode directory) throws IOException {
      cursor = directory == null ? null : view.list(directory);
      advance();
    }

    void advance() throws IOException {
      valid = cursor != null && cursor.next();
    }

    byte @Nullable [] name() {
      return valid && cursor != null ? cursor.name() : null;
    }

    /** The node of that name, moving on; null when this side does not have it. */
    @Nullable ViewNode take(byte[] name) throws IOException {
      byte[] here = name();
      if (cursor == null || here == null || !Arrays.equals(here, name)) {
        return null;
      }
      ViewNode node = cursor.node();
      advance();
      return node;
    }
  }

  private void compare(TreePath root, ViewNode old, ViewNode young) throws IOException {
    List<Open> stack = new ArrayList<>();
    visit(root, old, young, stack);
    while (!stack.isEmpty()) {
      Open open = stack.getLast();
      byte[] name = least(open.old().name(), open.young().name());
      if (name == null) {
        stack.removeLast();
      } else {
        visit(open.path().child(name), open.old().take(name), open.young().take(name), stack);
      }
    }
  }

  private static byte @Nullable [] least(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Arrays.compareUnsigned(a, b) <= 0 ? a : b;
  }

  private void visit(
      TreePath path, @Nullable ViewNode old, @Nullable ViewNode young, List<Open> stack)
      throws IOException {
    if (old != null && young != null && old.isSame(young)) {
      return;
    }
    Change change = change(old, young);
    ViewNode shown = young == null ? old : young;
    if (change != null && shown != null) {
      receiver.difference(path, change, shown);
    }
    ViewNode oldDirectory = old != null && old.isDirectory() ? old : null;
    ViewNode youngDirectory = young != null && young.isDirectory() ? young : null;
    if (oldDirectory != null || youngDirectory != null) {
      stack.add(new Open(path, new Side(before, oldDirectory), new Side(after, youngDirectory)));
    }
  }

  private @Nullable Change change(@Nullable ViewNode old, @Nullable ViewNode young)
      throws IOException {
    if (old == null || young == null) {
      return old == null ? Change.ADDED : Change.REMOVED;
    }
    if (old.type() != young.type()) {
      return Change.REPLACED;
    }
    if (!old.isDirectory()
        && !old.identity().equals(young.identity())
        && contentDiffers(old, young)) {
      return Change.CONTENT;
    }
    return attributesDiffer(old, young) ? Change.ATTRIBUTES : null;
  }

  private boolean contentDiffers(ViewNode old, ViewNode young) throws IOException {
    return switch (old.type()) {
      case REGULAR -> old.inode().size() != young.inode().size() || bytesDiffer(old, young);
      case SYMBOLIC_LINK -> !Arrays.equals(before.readLink(old), after.readLink(young));
      case CHARACTER_DEVICE, BLOCK_DEVICE ->
          old.inode().deviceMajor() != young.inode().deviceMajor()
              || old.inode().deviceMinor() != young.inode().deviceMinor();
      case FIFO, SOCKET, DIRECTORY, UNKNOWN -> false;
    };
  }

  private boolean bytesDiffer(ViewNode old, ViewNode young) throws IOException {
    ByteBuffer a = ByteBuffer.allocate(STEP);
    ByteBuffer b = ByteBuffer.allocate(STEP);
    for (long at = 0; at < old.inode().size(); at += STEP) {
      fill(before, old, at, a.clear());
      fill(after, young, at, b.clear());
      if (!a.flip().equals(b.flip())) {
        return true;
      }
    }
    return false;
  }

  private static void fill(StackView view, ViewNode file, long from, ByteBuffer into)
      throws IOException {
    for (long at = from; into.hasRemaining(); ) {
      int n = view.read(file, at, into);
      if (n <= 0) {
        return;
      }
      at += n;
    }
  }

  private boolean attributesDiffer(ViewNode old, ViewNode young) throws IOException {
    var a = old.inode();
    var b = young.inode();
    return a.mode() != b.mode()
        || a.uid() != b.uid()
        || a.gid() != b.gid()
        || a.mtimeSeconds() != b.mtimeSeconds()
        || a.mtimeNanos() != b.mtimeNanos()
        || !sorted(before.xattrs(old)).equals(sorted(after.xattrs(young)));
  }

  private static List<Xattr> sorted(List<Xattr> xattrs) {
    return xattrs.stream().sorted(Comparator.comparing(Xattr::name)).toList();
  }
}
