package io.labvm.layers.sync;

import io.labvm.layers.segment.Consistency;

/**
 * What a deciding pass shipped.
 *
 * @param entries names, the root not counted
 * @param bytes of content
 * @param unstable names that changed while they were looked at
 * @param consistency what the head is worth now
 */
public record SyncResult(
    long segments,
    long entries,
    long bytes,
    long unstable,
    double seconds,
    Consistency consistency) {

  SyncResult plus(SyncResult later) {
    return new SyncResult(
        segments + later.segments,
        entries + later.entries,
        bytes + later.bytes,
        later.unstable,
        seconds + later.seconds,
        later.consistency);
  }
}
