package io.labvm.layers.capture;

import io.labvm.layers.delta.NameState;
import org.jspecify.annotations.Nullable;

/**
 * What to do about a name, from what it is in the upper now and what the index says it was. The
 * parent is one that is compared child by child; below {@link Action#WHOLE} the table does not
 * apply.
 */
public final class SealTable {
  private SealTable() {}

  /** What a delta says of a name, and how to go on below it. */
  public enum Action {
    NOTHING,
    WHITEOUT,
    NODE,
    /** A node if anything visible or its hard-link group changed. */
    NODE_IF_CHANGED,
    /** A directory if its attributes changed or it is new; its names one by one. */
    DIFF,
    /** The complete subtree of the upper without whiteouts and marks, the index not looked at. */
    WHOLE,
    /** The same, and the directory is opaque. */
    WHOLE_OPAQUE
  }

  /** The cell; null stands for absent. */
  public static Action of(@Nullable NameState upper, @Nullable NameState index) {
    if (upper == null) {
      return absent(index);
    }
    return switch (upper) {
      case WHITEOUT -> index == NameState.WHITEOUT ? Action.NOTHING : Action.WHITEOUT;
      case NODE -> index == NameState.NODE ? Action.NODE_IF_CHANGED : Action.NODE;
      case DIRECTORY -> directory(index);
      case OPAQUE_DIRECTORY ->
          // It may hide names that only the stack below the upper has.
          index == NameState.OPAQUE_DIRECTORY ? Action.DIFF : Action.WHOLE_OPAQUE;
    };
  }

  private static Action absent(@Nullable NameState index) {
    // What was a whiteout is gone with its directory; what was there must be hidden.
    return index == null || index == NameState.WHITEOUT ? Action.NOTHING : Action.WHITEOUT;
  }

  private static Action directory(@Nullable NameState index) {
    if (index == null) {
      return Action.DIFF;
    }
    return switch (index) {
      // The kernel stops at these, so there is nothing to hide and nothing to compare.
      case WHITEOUT, NODE -> Action.WHOLE;
      case DIRECTORY, OPAQUE_DIRECTORY -> Action.DIFF;
    };
  }
}
