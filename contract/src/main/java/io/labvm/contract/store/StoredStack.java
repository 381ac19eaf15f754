package io.labvm.contract.store;

import java.util.List;

/**
 * What is mounted for a version.
 *
 * @param version it shows
 * @param base lowest
 * @param layers ids over it, top first; none for the bare base
 */
public record StoredStack(long version, BaseId base, List<String> layers) {
  public StoredStack {
    layers = List.copyOf(layers);
  }
}
