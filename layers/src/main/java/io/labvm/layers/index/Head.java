package io.labvm.layers.index;

import io.labvm.layers.delta.Digest;

/**
 * The last segment of a chain that something accounts for.
 *
 * @param segment its number, 0 before the first
 * @param digest of the chain up to it, zeros before the first
 */
public record Head(long segment, Digest digest) {
  /** Nothing was shipped yet. */
  public static final Head NONE = new Head(0, Digest.of(new byte[Digest.BYTES]));

  public Head {
    if (segment < 0) {
      throw new IllegalArgumentException("segment " + segment);
    }
  }
}
