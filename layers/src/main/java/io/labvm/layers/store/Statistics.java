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
 * @param data bytes of all data files
 * @param versions one row each
 * @param unreadable documents that could not be read
 */
public record Statistics(
    long bases, long layers, long data, List<VersionBytes> versions, List<String> unreadable) {
  public Statistics {
    versions = List.copyOf(versions);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * A version's room.
   *
   * @param bytes of all its layers and the data files these refer to
   * @param uniqueBytes of what no other version needs of these: what its removal gives back
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
    return new Count(store, rows, unreadable).of(bases);
  }

  /** Layers and data files are counted alike: their ids are digests of different things. */
  private static final class Count {
    private final Store store;
    private final List<Row> rows;
    private final List<String> unreadable;
    private final Map<Digest, Long> layers = new HashMap<>();
    private final Map<Digest, Long> data = new HashMap<>();
    private final Map<Digest, List<Digest>> referred = new HashMap<>();

    private Count(Store store, List<Row> rows, List<String> unreadable) {
      this.store = store;
      this.rows = rows;
      this.unreadable = unreadable;
    }

    private Statistics of(long bases) throws IOException {
      Set<Digest> ids = new HashSet<>(store.layers().ids());
      rows.forEach(row -> ids.addAll(row.layers()));
      for (Digest id : ids) {
        measureLayer(id);
      }
      for (Digest id : store.dataPool().ids()) {
        data.put(id, store.dataPool().bytes(id));
      }
      return new Statistics(bases, sum(layers), sum(data), versions(), unreadable);
    }

    private void measureLayer(Digest id) throws IOException {
      try {
        var summary = store.layers().get(id).summary();
        layers.put(id, summary.imageBytes() + summary.manifestBytes());
        referred.put(id, summary.data());
      } catch (LayerException e) {
        unreadable.add(String.valueOf(e.getMessage()));
        layers.put(id, 0L);
      }
    }

    private static long sum(Map<Digest, Long> sizes) {
      return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private Set<Digest> needed(Row row) {
      Set<Digest> needed = new HashSet<>(row.layers());
      row.layers().forEach(layer -> needed.addAll(referred.getOrDefault(layer, List.of())));
      return needed;
    }

    private List<VersionBytes> versions() {
      Map<Digest, Integer> users = new HashMap<>();
      rows.forEach(row -> needed(row).forEach(id -> users.merge(id, 1, Integer::sum)));
      List<VersionBytes> versions = new ArrayList<>();
      for (Row row : rows) {
        long bytes = 0;
        long unique = 0;
        for (Digest id : needed(row)) {
          long size = layers.getOrDefault(id, data.getOrDefault(id, 0L));
          bytes += size;
          unique += users.getOrDefault(id, 0) == 1 ? size : 0;
        }
        versions.add(new VersionBytes(row.desktop(), row.version(), bytes, unique));
      }
      return versions;
    }
  }
}
