package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What takes how much room in a store.
 *
 * @param bases bytes of base images
 * @param layers bytes of all layers
 * @param versions one row each
 * @param unreadable documents that could not be read
 */
public record Statistics(
    long bases, long layers, List<VersionBytes> versions, List<String> unreadable) {
  public Statistics {
    versions = List.copyOf(versions);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * A version's room.
   *
   * @param bytes of all its layers
   * @param uniqueBytes of the layers that no other version lists: what its removal gives back
   */
  public record VersionBytes(DesktopKey desktop, int version, long bytes, long uniqueBytes) {}

  private record Row(DesktopKey desktop, int version, Set<Digest> layers) {}

  /** Reads documents only. */
  public static Statistics of(Store store) throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (DesktopKey desktop : store.desktops().list()) {
      Versions versions = store.versions(desktop);
      for (int number : versions.numbers().reversed()) {
        try {
          rows.add(new Row(desktop, number, new HashSet<>(versions.layers(versions.get(number)))));
        } catch (LayerException e) {
          unreadable.add(String.valueOf(e.getMessage()));
        }
      }
    }
    long bases = 0;
    for (Base base : store.bases().list()) {
      bases += base.bytes();
    }
    return of(bases, rows, sizes(store, rows, unreadable), unreadable);
  }

  private static Map<Digest, Long> sizes(Store store, List<Row> rows, List<String> unreadable)
      throws IOException {
    Set<Digest> ids = new HashSet<>(store.layers().ids());
    rows.forEach(row -> ids.addAll(row.layers()));
    Map<Digest, Long> sizes = new HashMap<>();
    for (Digest id : ids) {
      try {
        var summary = store.layers().get(id).summary();
        sizes.put(id, summary.imageBytes() + summary.manifestBytes());
      } catch (LayerException e) {
        unreadable.add(String.valueOf(e.getMessage()));
        sizes.put(id, 0L);
      }
    }
    return sizes;
  }

  private static Statistics of(
      long bases, List<Row> rows, Map<Digest, Long> sizes, List<String> unreadable) {
    Map<Digest, Integer> listed = new HashMap<>();
    rows.forEach(row -> row.layers().forEach(layer -> listed.merge(layer, 1, Integer::sum)));
    List<VersionBytes> versions = new ArrayList<>();
    for (Row row : rows) {
      long bytes = 0;
      long unique = 0;
      for (Digest layer : row.layers()) {
        long size = sizes.getOrDefault(layer, 0L);
        bytes += size;
        unique += listed.getOrDefault(layer, 0) == 1 ? size : 0;
      }
      versions.add(new VersionBytes(row.desktop(), row.version(), bytes, unique));
    }
    long layers = sizes.values().stream().mapToLong(Long::longValue).sum();
    return new Statistics(bases, layers, versions, unreadable);
  }
}
