package io.labvm.ui.versions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Debian packages that differ.
 *
 * @param more how many are left out
 */
public record PackageChanges(List<PackageChange> rows, long more) {
  /**
   * One of them.
   *
   * @param before its version then; null when it was not installed
   * @param after its version later; null when it is not installed any more
   */
  public record PackageChange(String name, @Nullable String before, @Nullable String after) {}
}
