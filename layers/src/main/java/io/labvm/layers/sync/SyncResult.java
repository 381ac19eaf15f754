package io.labvm.layers.sync;

import io.labvm.layers.erofs.Omission;
import io.labvm.layers.segment.Consistency;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a deciding pass shipped.
 *
 * @param entries names, the root not counted
 * @param bytes of content
 * @param unstable names that changed while they were looked at
 * @param consistency what the head is worth now
 * @param notKept what has no form in a layer, counted by {@link Omission#code()}
 */
public record SyncResult(
    long segments,
    long entries,
    long bytes,
    long unstable,
    double seconds,
    Consistency consistency,
    Map<String, Long> notKept) {
  public SyncResult {
    notKept = Map.copyOf(notKept);
  }

  SyncResult plus(SyncResult later) {
    return new SyncResult(
        segments + later.segments,
        entries + later.entries,
        bytes + later.bytes,
        later.unstable,
        seconds + later.seconds,
        later.consistency,
        sum(notKept, later.notKept));
  }

  /** Of a name every pass meets again, only the last count counts; all others come once. */
  private static Map<String, Long> sum(Map<String, Long> before, Map<String, Long> later) {
    Map<String, Long> sum = new TreeMap<>(later);
    before.forEach(
        (code, count) -> {
          if (!Omission.leavesNameOut(code)) {
            sum.merge(code, count, Long::sum);
          }
        });
    return sum;
  }
}
