package io.labvm.layers.store;

import io.labvm.layers.delta.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a fold came to.
 *
 * @param layer the equivalent; empty when there was nothing to fold
 * @param layers it stands for, bottom to top
 * @param created whether it was made now
 * @param stack how many layers a mount of the newest version has now
 */
public record Folded(
    Optional<Digest> layer,
    List<Digest> layers,
    boolean created,
    int stack,
    Map<String, Double> seconds) {
  public Folded {
    layers = List.copyOf(layers);
  }
}
