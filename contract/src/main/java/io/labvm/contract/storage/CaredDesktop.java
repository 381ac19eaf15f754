package io.labvm.contract.storage;

import java.util.List;

/**
 * What was done for one desktop.
 *
 * @param changed versions removed, folds made or things checked
 * @param damaged what was found, the first findings in words
 * @param findings how many there were
 */
public record CaredDesktop(long changed, List<String> damaged, long findings) {
  public CaredDesktop {
    damaged = List.copyOf(damaged);
  }
}
