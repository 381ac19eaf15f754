package io.labvm.ui.nodes;

import java.time.Duration;
import java.util.Optional;

/** How far back the history of a node is looked at, in points close enough for a picture. */
public enum HistoryRange {
  TEN_MINUTES("10m", Duration.ofMinutes(10), 2, Duration.ofSeconds(4)),
  HOUR("1h", Duration.ofHours(1), 2, Duration.ofSeconds(30)),
  DAY("24h", Duration.ofHours(24), 60, Duration.ofMinutes(10)),
  WEEK("7d", Duration.ofDays(7), 900, Duration.ofHours(1)),
  MONTH("30d", Duration.ofDays(30), 900, Duration.ofHours(4));

  private final String wire;
  private final Duration length;
  private final int kept;
  private final Duration step;

  HistoryRange(String wire, Duration length, int kept, Duration step) {
    this.wire = wire;
    this.length = length;
    this.kept = kept;
    this.step = step;
  }

  /** The range of a word of the API, for example {@code 24h}. */
  public static Optional<HistoryRange> fromWire(String word) {
    for (HistoryRange range : values()) {
      if (range.wire.equals(word)) {
        return Optional.of(range);
      }
    }
    return Optional.empty();
  }

  /** The word of the API. */
  public String wire() {
    return wire;
  }

  /** From the first point to the last. */
  public Duration length() {
    return length;
  }

  /** From one point to the next. */
  public Duration step() {
    return step;
  }

  /** Which rows are kept for that long: their step in seconds. */
  int kept() {
    return kept;
  }
}
