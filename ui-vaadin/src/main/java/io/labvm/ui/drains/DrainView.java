package io.labvm.ui.drains;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.drain.DrainState;
import io.labvm.contract.drain.DrainWish;
import io.labvm.contract.drain.MoveState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A drain as the pages show it.
 *
 * @param home whether desktops come back instead of leaving
 * @param wish what is to become of it; {@code pause} while it is paused
 */
public record DrainView(
    String id,
    String node,
    boolean home,
    DrainState state,
    DrainWish wish,
    int atOnce,
    Instant createdAt,
    @Nullable Instant endedAt,
    List<Move> moves) {
  public DrainView {
    moves = List.copyOf(moves);
  }

  /** How many have come to this. */
  public long count(MoveState wanted) {
    return moves.stream().filter(m -> m.state() == wanted).count();
  }

  /** How many need nothing any more. */
  public long done() {
    return moves.stream().filter(m -> m.state().done()).count();
  }

  /**
   * One desktop of it.
   *
   * @param to where it is now or went; null before
   * @param operation the switch; null before it was asked for
   * @param reason why it stays, in words
   */
  public record Move(
      DesktopId desktop,
      @Nullable String login,
      MoveState state,
      @Nullable String to,
      @Nullable String operation,
      @Nullable String reason) {}
}
