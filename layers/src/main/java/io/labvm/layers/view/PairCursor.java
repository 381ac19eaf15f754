package io.labvm.layers.view;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes the names that a directory shows in two views, or in one of them, in order. */
public final class PairCursor {
  private final Side old;
  private final Side young;
  private byte[] name = {};
  private @Nullable ViewNode oldNode;
  private @Nullable ViewNode youngNode;

  /**
   * @param old directory of {@code before}; null when only the other view has it
   * @param young directory of {@code after}; null likewise
   * @param behind names up to this one are passed over; null for none
   */
  public PairCursor(
      StackView before,
      @Nullable ViewNode old,
      StackView after,
      @Nullable ViewNode young,
      byte @Nullable [] behind)
      throws IOException {
    this.old = new Side(before, old, behind);
    this.young = new Side(after, young, behind);
  }

  /** Goes to the next name; false behind the last. */
  public boolean next() throws IOException {
    byte[] least = least(old.name(), young.name());
    if (least == null) {
      return false;
    }
    name = least;
    oldNode = old.take(least);
    youngNode = young.take(least);
    return true;
  }

  private static byte @Nullable [] least(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Arrays.compareUnsigned(a, b) <= 0 ? a : b;
  }

  public byte[] name() {
    return name.clone();
  }

  /** What the name was; null when it was not there. */
  public @Nullable ViewNode old() {
    return oldNode;
  }

  /** What the name is; null when it is not there any more. */
  public @Nullable ViewNode young() {
    return youngNode;
  }

  /** One side; without a cursor when only the other side has the directory. */
  private static final class Side {
    private final @Nullable ViewCursor cursor;
    private boolean valid;

    Side(StackView view, @Nullable ViewNode directory, byte @Nullable [] behind)
        throws IOException {
      cursor = directory == null ? null : view.list(directory, behind);
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
}
