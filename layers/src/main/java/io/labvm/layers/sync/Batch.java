package io.labvm.layers.sync;

import io.labvm.layers.index.Frame;
import io.labvm.layers.segment.SegmentInfo;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What one pass found: segments in the spool, and what the index is to remember once the store has
 * them all.
 *
 * @param segments in order, the last one commits; none when only tokens are news
 * @param entries emitted, the root not counted
 * @param bytes of their content
 * @param unstable names that changed while they were looked at
 * @param notKept what has no form in a layer, counted by code
 * @param refersElsewhere whether it counts on data files that the store has from before
 */
record Batch(
    List<SegmentInfo> segments,
    Frame frame,
    long entries,
    long bytes,
    long unstable,
    Map<String, Long> notKept,
    boolean refersElsewhere)
    implements Closeable {
  Batch {
    segments = List.copyOf(segments);
    notKept = Map.copyOf(notKept);
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  @Override
  public void close() throws IOException {
    frame.close();
  }
}
