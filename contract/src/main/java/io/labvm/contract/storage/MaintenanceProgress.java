package io.labvm.contract.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How far a run has come.
 *
 * @param after the last desktop that was taken up; empty before the first
 * @param done desktops done
 * @param total desktops in all, 0 when unknown
 * @param changed versions removed, folds made, things checked, or versions copied
 * @param bytes freed
 * @param damaged findings
 * @param failed desktops whose work failed each time
 * @param problems in words: the desktops that failed, then the first of the findings
 */
public record MaintenanceProgress(
    String after,
    long done,
    long total,
    long changed,
    long bytes,
    long damaged,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long failed,
    List<String> problems) {
  /** More would only fill the page. */
  public static final int MOST_PROBLEMS = 20;

  /** Nothing is done yet. */
  public static final MaintenanceProgress NOTHING =
      new MaintenanceProgress("", 0, 0, 0, 0, 0, 0, List.of());

  public MaintenanceProgress {
    problems = List.copyOf(problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)));
  }
}
