package io.labvm.layers.erofs;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts of what was not kept, and the first few names where somebody tells them. Not for several
 * threads at once.
 */
public final class Omissions {
  private static final int MOST_NAMES = 8;

  private final Map<Omission, Long> counts = new EnumMap<>(Omission.class);
  private final Map<Omission, List<byte[]>> first = new EnumMap<>(Omission.class);
  private @Nullable Supplier<byte[]> path;

  /** What is added from now on concerns a path, which is asked for when something is. */
  public void about(Supplier<byte[]> newPath) {
    path = newPath;
  }

  public void add(Omission omission) {
    counts.merge(omission, 1L, Long::sum);
    if (path != null) {
      addName(omission, path.get());
    }
  }

  private void addName(Omission omission, byte[] name) {
    List<byte[]> names = first.computeIfAbsent(omission, ignored -> new ArrayList<>());
    if (names.size() < MOST_NAMES) {
      names.add(name);
    }
  }

  /** The first few paths something was added for; none where they were not told. */
  public List<byte[]> first(Omission omission) {
    return List.copyOf(first.getOrDefault(omission, List.of()));
  }

  public void addAll(Omissions others) {
    others.counts.forEach((omission, count) -> counts.merge(omission, count, Long::sum));
    others.first.forEach((omission, names) -> names.forEach(name -> addName(omission, name)));
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
