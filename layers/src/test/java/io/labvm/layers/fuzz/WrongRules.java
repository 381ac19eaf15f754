package io.labvm.layers.fuzz;

import io.labvm.layers.capture.SealTable;
import io.labvm.layers.capture.SealTable.Action;
import io.labvm.layers.delta.Below;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.index.Token;
import io.labvm.linux.Stat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The engine's decisions with one rule taken away or changed each; what {@link MutantLoader} puts
 * in their place.
 */
public final class WrongRules {
  private WrongRules() {}

  /** The seal table, written down once more, since the right one is what gets replaced. */
  private static Action right(@Nullable NameState upper, @Nullable NameState index) {
    if (upper == null) {
      boolean idle = index == null || index == NameState.WHITEOUT;
      return idle ? Action.NOTHING : Action.WHITEOUT;
    }
    return switch (upper) {
      case WHITEOUT -> index == NameState.WHITEOUT ? Action.NOTHING : Action.WHITEOUT;
      case NODE -> index == NameState.NODE ? Action.NODE_IF_CHANGED : Action.NODE;
      case DIRECTORY -> {
        boolean nothing = index == NameState.WHITEOUT || index == NameState.NODE;
        yield nothing ? Action.WHOLE : Action.DIFF;
      }
      case OPAQUE_DIRECTORY ->
          index == NameState.OPAQUE_DIRECTORY ? Action.DIFF : Action.WHOLE_OPAQUE;
    };
  }

  public static Action unchanged(@Nullable NameState upper, @Nullable NameState index) {
    return right(upper, index);
  }

  public static Action noWhiteoutForVanished(@Nullable NameState u, @Nullable NameState m) {
    return u == null ? Action.NOTHING : right(u, m);
  }

  public static Action whiteoutForVanishedWhiteout(@Nullable NameState u, @Nullable NameState m) {
    return u == null && m == NameState.WHITEOUT ? Action.WHITEOUT : right(u, m);
  }

  public static Action whiteoutAgain(@Nullable NameState u, @Nullable NameState m) {
    return u == NameState.WHITEOUT ? Action.WHITEOUT : right(u, m);
  }

  public static Action noNewWhiteouts(@Nullable NameState u, @Nullable NameState m) {
    return u == NameState.WHITEOUT ? Action.NOTHING : right(u, m);
  }

  public static Action neverOpaque(@Nullable NameState u, @Nullable NameState m) {
    Action action = right(u, m);
    return action == Action.WHOLE_OPAQUE ? Action.WHOLE : action;
  }

  public static Action opaqueChildByChild(@Nullable NameState u, @Nullable NameState m) {
    Action action = right(u, m);
    return action == Action.WHOLE_OPAQUE ? Action.DIFF : action;
  }

  /** Exact, only larger. */
  public static Action alwaysWholeAndOpaque(@Nullable NameState u, @Nullable NameState m) {
    return u == NameState.OPAQUE_DIRECTORY ? Action.WHOLE_OPAQUE : right(u, m);
  }

  /** Exact as long as the kernel never puts a plain directory where an upper had these. */
  public static Action plainOverNodeChildByChild(@Nullable NameState u, @Nullable NameState m) {
    Action action = right(u, m);
    return action == Action.WHOLE ? Action.DIFF : action;
  }

  public static boolean withoutChangeTime(Token token, Stat stat) {
    return token.inode() == stat.inode();
  }

  /** Exact: the time of change alone tells. */
  public static boolean withoutInode(Token token, Stat stat) {
    return token.ctimeSeconds() == stat.ctimeSeconds() && token.ctimeNanos() == stat.ctimeNanos();
  }

  public static Below byPathAlone(Below below, byte[] name, boolean ignored) throws IOException {
    return below.directory(name);
  }

  /** So that the table above cannot grow apart from the real one unnoticed. */
  static boolean agree() {
    for (NameState upper : states()) {
      for (NameState index : states()) {
        if (right(upper, index) != SealTable.of(upper, index)) {
          return false;
        }
      }
    }
    return true;
  }

  private static @Nullable NameState[] states() {
    NameState[] some = NameState.values();
    @Nullable NameState[] all = new @Nullable NameState[some.length + 1];
    System.arraycopy(some, 0, all, 0, some.length);
    return all;
  }
}
