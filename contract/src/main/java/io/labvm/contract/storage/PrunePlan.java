package io.labvm.contract.storage;

import java.util.List;

/**
 * What rules would remove.
 *
 * @param removed versions, ascending
 * @param kept versions, ascending
 * @param bytesFreed what nothing else needs
 * @param bytesFreedAtMost that, and what later folds may save
 */
public record PrunePlan(
    List<Integer> removed, List<Integer> kept, long bytesFreed, long bytesFreedAtMost) {
  public PrunePlan {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
  }
}
