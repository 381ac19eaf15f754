package io.labvm.layers.store;

import io.labvm.layers.delta.Digest;
import java.util.List;

/**
 * What a prune did, or would do.
 *
 * @param removed versions, ascending
 * @param kept versions, ascending
 * @param layers moved to the trash
 * @param data files moved to the trash
 * @param waiting how many layers no version lists, but not for long enough
 * @param leftBehind of how many uppers of former holders the staging was moved to the trash
 * @param freed bytes of what was removed from the trash for good
 * @param damaged documents that could not be read: then no layer is moved
 */
public record Pruned(
    List<Integer> removed,
    List<Integer> kept,
    List<Digest> layers,
    List<Digest> data,
    int waiting,
    int leftBehind,
    long freed,
    List<String> damaged) {
  public Pruned {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
    layers = List.copyOf(layers);
    data = List.copyOf(data);
    damaged = List.copyOf(damaged);
  }
}
