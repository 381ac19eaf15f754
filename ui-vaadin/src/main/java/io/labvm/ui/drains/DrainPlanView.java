package io.labvm.ui.drains;

import io.labvm.contract.drain.PlannedMove;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a drain would do at this moment. */
public record DrainPlanView(String node, List<Line> lines) {
  public DrainPlanView {
    lines = List.copyOf(lines);
  }

  /**
   * One desktop.
   *
   * @param login of its owner; null when it was deleted meanwhile
   */
  public record Line(@Nullable String login, PlannedMove move) {}
}
