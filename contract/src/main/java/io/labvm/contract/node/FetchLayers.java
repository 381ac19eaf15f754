package io.labvm.contract.node;

import java.util.List;

/** Layers to bring into the node's cache, by their ids. */
public record FetchLayers(List<String> layers) {
  public FetchLayers {
    layers = List.copyOf(layers);
  }
}
