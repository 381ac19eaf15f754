package io.labvm.ui.changes;

import java.util.Arrays;
import java.util.List;

/**
 * A row that changed.
 *
 * @param id its id; {@code *} means that any row of the kind may have changed
 */
public record Change(Kind kind, String id) {
  /** What kind of row. */
  public enum Kind {
    OPERATION,
    DESKTOP,
    NODE,
    STORAGE
  }

  /** Says that any row of any kind may have changed. */
  static List<Change> anything() {
    return Arrays.stream(Kind.values()).map(kind -> new Change(kind, "*")).toList();
  }

  /** True when this change may concern the row. */
  public boolean concerns(Kind other, String otherId) {
    return kind == other && (id.equals("*") || id.equals(otherId));
  }
}
