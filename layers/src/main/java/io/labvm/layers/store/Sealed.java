package io.labvm.layers.store;

import io.labvm.layers.delta.Digest;
import java.util.Map;
import java.util.Optional;

/**
 * What a seal came to.
 *
 * @param version the new one, or the current one when nothing was staged
 * @param layer on top of it; empty for a bare base
 * @param created whether this operation made the version
 * @param entries of the layer
 * @param bytes of its image
 * @param notKept what an image or a delta cannot hold of what it was made of, counted by code
 * @param seconds by phase, in order; empty when another attempt did the work
 */
public record Sealed(
    int version,
    Optional<Digest> layer,
    boolean created,
    long entries,
    long bytes,
    Map<String, Long> notKept,
    Map<String, Double> seconds) {}
