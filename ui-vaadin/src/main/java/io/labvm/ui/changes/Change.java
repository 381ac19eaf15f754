package io.labvm.ui.changes;

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

  /** True when this change may concern the row. */
  public boolean concerns(Kind other, String otherId) {
    return kind == other && (id.equals("*") || id.equals(otherId));
  }
}
