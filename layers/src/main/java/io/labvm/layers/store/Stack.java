package io.labvm.layers.store;

import io.labvm.layers.delta.Digest;
import java.util.List;

/**
 * What is mounted or read for a version.
 *
 * @param base lowest
 * @param layers over it, bottom to top
 */
public record Stack(BaseId base, List<Digest> layers) {
  public Stack {
    layers = List.copyOf(layers);
  }

  /** The layers as overlayfs lists them. */
  public List<Digest> topFirst() {
    return layers.reversed();
  }
}
