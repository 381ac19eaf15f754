package io.labvm.layers.store;

import io.labvm.layers.delta.Digest;

/**
 * Up to where a version holds the chain of an upper: the chain is sealed on from the next segment.
 *
 * @param upperId of the upper
 * @param segment the last one that is in, from 1 on
 * @param digest of that segment, which names its predecessors
 */
public record Covers(String upperId, long segment, Digest digest) {
  public Covers {
    if (!DesktopKey.FORM.matcher(upperId).matches() || segment < 1) {
      throw new IllegalArgumentException("covers of " + upperId + " at " + segment);
    }
  }
}
