package io.labvm.contract.storage;

import java.util.List;

/**
 * What was taken away that no desktop needed.
 *
 * @param changed layers and data files moved to the trash
 * @param bytes of what was removed for good
 * @param problems documents that could not be read: then nothing was moved
 */
public record SweptStore(long changed, long bytes, List<String> problems) {
  public SweptStore {
    problems = List.copyOf(problems);
  }
}
