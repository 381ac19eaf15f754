package io.labvm.layers.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was noted about a version after it was made. It says nothing about what the version shows.
 *
 * @param pinned whether it stays whatever the retention rules say
 * @param verification the last one
 */
public record Marks(boolean pinned, Optional<Verified> verification) {

  /**
   * That a version was read back.
   *
   * @param time when
   * @param data whether contents were read, not only structures
   * @param damaged what was found, in words; empty for a sound version
   */
  public record Verified(Instant time, boolean data, List<String> damaged) {
    public Verified {
      damaged = List.copyOf(damaged);
    }
  }

  /** Whether the version must not be offered. */
  public boolean isDamaged() {
    return verification.filter(v -> !v.damaged().isEmpty()).isPresent();
  }
}
