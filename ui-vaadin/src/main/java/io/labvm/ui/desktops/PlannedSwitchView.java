package io.labvm.ui.desktops;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A switch that is to begin later, or did not.
 *
 * @param id also that of the operation when it begins
 * @param node null for the one that fits best by then
 * @param at null for when nobody has used the desktop for a while
 * @param reason why it failed; null otherwise
 */
public record PlannedSwitchView(
    String id,
    @Nullable String node,
    @Nullable Instant at,
    State state,
    @Nullable Reason reason,
    Instant createdAt) {
  /** What became of it so far. */
  public enum State {
    WAITING,
    BEGUN,
    FAILED,
    CANCELLED;

    static State fromWire(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Why it did not begin. */
  public enum Reason {
    /** Another operation was in progress for an hour. */
    BUSY,
    /** The desktop neither ran nor was stopped. */
    STATE,
    /** The desktop was on the node already. */
    THERE,
    /** An operator ended it. */
    ENDED;

    static Reason fromWire(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
