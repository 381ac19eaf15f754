package io.labvm.layers.erofs;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts of what was not kept. Not for several threads at once. */
public final class Omissions {
  private final Map<Omission, Long> counts = new EnumMap<>(Omission.class);

  public void add(Omission omission) {
    counts.merge(omission, 1L, Long::sum);
  }

  public void addAll(Omissions others) {
    others.counts.forEach((omission, count) -> counts.merge(omission, count, Long::sum));
  }

  public long count(Omission omission) {
    return counts.getOrDefault(omission, 0L);
  }

  public boolean isEmpty() {
    return counts.isEmpty();
  }

  /** Code and count of everything that occurred. */
  public Map<String, Long> asMap() {
    Map<String, Long> map = new LinkedHashMap<>();
    counts.forEach((omission, count) -> map.put(omission.code(), count));
    return map;
  }
}
