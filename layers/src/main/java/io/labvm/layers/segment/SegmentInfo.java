package io.labvm.layers.segment;

import io.labvm.layers.delta.Digest;

/**
 * What a finished segment says of itself.
 *
 * @param commit whether its batch ends with it
 * @param digest of the segment, which the next one names
 * @param entries in it, root and repeated directories included
 * @param contentBytes that stand in it
 */
public record SegmentInfo(
    SegmentHeader header,
    boolean commit,
    Digest digest,
    long entries,
    long contentBytes,
    long fileBytes) {}
