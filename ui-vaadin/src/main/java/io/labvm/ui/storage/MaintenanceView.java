package io.labvm.ui.storage;

import io.labvm.contract.storage.MaintenanceKind;
import io.labvm.contract.storage.MaintenanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kind of maintenance.
 *
 * @param every time between two runs; null while it is not scheduled yet
 * @param paused by an operator
 * @param nextAt when it runs next by itself
 * @param runs the newest ones, newest first
 */
public record MaintenanceView(
    MaintenanceKind kind,
    @Nullable Duration every,
    boolean paused,
    @Nullable Instant nextAt,
    List<Run> runs) {
  public MaintenanceView {
    runs = List.copyOf(runs);
  }

  /**
   * One run.
   *
   * @param requestedBy login, or null for its schedule
   * @param done desktops done
   * @param total desktops in all, 0 while unknown
   * @param changed versions removed, folds made, things checked
   * @param bytes freed
   * @param damaged findings
   * @param problems the first of them in words
   */
  public record Run(
      String id,
      MaintenanceState state,
      @Nullable String requestedBy,
      long done,
      long total,
      long changed,
      long bytes,
      long damaged,
      List<String> problems,
      Instant createdAt,
      @Nullable Instant endedAt) {
    public Run {
      problems = List.copyOf(problems);
    }

    public boolean open() {
      return endedAt == null;
    }
  }
}
