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

  /** Directories within each other whose listings stay open; those above are read on by name. */
  private static final int OPEN = 64;

  private final StackView before;
  private final StackView after;
  private final long readUpTo;
  private final Receiver receiver;
  private final List<Open> stack = new ArrayList<>();
  private TreePath at = TreePath.ROOT;

  private ViewDiff(StackView before, StackView after, long readUpTo, Receiver receiver) {
    this.readUpTo = readUpTo;
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
    ViewDiff diff = begin(before, before.root(), after, after.root(), Long.MAX_VALUE, receiver);
    while (diff.step()) {
      // the receiver is told
    }
  }

  /**
   * Begins to compare one name of both views, which may be missing in one of them; the paths told
   * begin there. Each {@link #step} takes one name more, so a caller may end when it has enough.
   *
   * @param readUpTo files of equal size above so many bytes are not read: they count as changed
   *     when their times differ
   */
  public static ViewDiff begin(
      StackView before,
      @Nullable ViewNode old,
      StackView after,
      @Nullable ViewNode young,
      long readUpTo,
      Receiver receiver)
      throws IOException {
    ViewDiff diff = new ViewDiff(before, after, readUpTo, receiver);
    diff.visit(TreePath.ROOT, old, young);
    return diff;
  }

  /** Compares the next name; false when there is none. */
  public boolean step() throws IOException {
    while (!stack.isEmpty()) {
      Open open = stack.getLast();
      PairCursor names = open.names(before, after);
      if (names.next()) {
        open.last = names.name();
        at = at.prefix(open.length).child(names.name());
        visit(at, names.old(), names.young());
        return true;
      }
      stack.removeLast();
    }
    return false;
  }

  /**
   * A pair of directories that is being walked. A member decides how many lie within each other.
   */
  private static final class Open {
    /** How much of the path at hand is theirs. */
    private final int length;

    private final @Nullable ViewNode old;
    private final @Nullable ViewNode young;
    private @Nullable PairCursor cursor;
    private byte @Nullable [] last;

    private Open(int length, @Nullable ViewNode old, @Nullable ViewNode young) {
      this.length = length;
      this.old = old;
      this.young = young;
    }

    private PairCursor names(StackView before, StackView after) throws IOException {
      PairCursor names = cursor == null ? new PairCursor(before, old, after, young, last) : cursor;
      cursor = names;
      return names;
    }
  }

  private void enter(Open directories) {
    stack.add(directories);
    if (stack.size() > OPEN) {
      stack.get(stack.size() - 1 - OPEN).cursor = null;
    }
  }

  private void visit(TreePath path, @Nullable ViewNode old, @Nullable ViewNode young)
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
      enter(new Open(path.length(), oldDirectory, youngDirectory));
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
      case REGULAR -> old.inode().size() != young.inode().size() || sameSizeDiffers(old, young);
      case SYMBOLIC_LINK -> !Arrays.equals(before.readLink(old), after.readLink(young));
      case CHARACTER_DEVICE, BLOCK_DEVICE ->
          old.inode().deviceMajor() != young.inode().deviceMajor()
              || old.inode().deviceMinor() != young.inode().deviceMinor();
      case FIFO, SOCKET, DIRECTORY, UNKNOWN -> false;
    };
  }

  private boolean sameSizeDiffers(ViewNode old, ViewNode young) throws IOException {
    return old.inode().size() <= readUpTo ? bytesDiffer(old, young) : timesDiffer(old, young);
  }

  private static boolean timesDiffer(ViewNode old, ViewNode young) {
    return old.inode().mtimeSeconds() != young.inode().mtimeSeconds()
        || old.inode().mtimeNanos() != young.inode().mtimeNanos();
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
        || timesDiffer(old, young)
        || !sorted(before.xattrs(old)).equals(sorted(after.xattrs(young)));
  }

  private static List<Xattr> sorted(List<Xattr> xattrs) {
    return xattrs.stream().sorted(Comparator.comparing(Xattr::name)).toList();
  }
}
