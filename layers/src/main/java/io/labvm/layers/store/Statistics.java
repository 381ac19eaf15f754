package io.labvm.layers.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What takes how much room in a store.
 *
 * @param bases bytes of base images
 * @param layers bytes of all layers
 * @param data bytes of all data files
 * @param desktops one row each
 * @param versions one row each
 * @param unreadable documents that could not be read
 */
public record Statistics(
    long bases,
    long layers,
    long data,
    List<DesktopBytes> desktops,
    List<VersionBytes> versions,
    List<String> unreadable) {
  public Statistics {
    desktops = List.copyOf(desktops);
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

  /**
   * A desktop's room.
   *
   * @param versions how many it has
   * @param bytes of all layers of its versions and the data files these refer to
   * @param uniqueBytes of what no other desktop needs of these
   */
  public record DesktopBytes(DesktopKey desktop, int versions, long bytes, long uniqueBytes) {}

  /**
   * What the removal of versions gives back.
   *
   * @param certain bytes that nothing else needs
   * @param atMost these and what folds of the layers between the versions that stay may save
   */
  public record Gain(long certain, long atMost) {}

  /** What it would give back to remove these versions of a desktop. Reads documents only. */
  public static Gain gain(Store store, DesktopKey desktop, Set<Integer> removed)
      throws IOException {
    List<Row> rows = rows(store, new ArrayList<>());
    Count count = new Count(store, rows, new ArrayList<>());
    count.measure();
    Predicate<Row> goes = r -> r.desktop().equals(desktop) && removed.contains(r.version());
    Set<Digest> stays = count.needed(rows.stream().filter(goes.negate()).toList());
    Set<Digest> gone = count.needed(rows.stream().filter(goes).toList());
    gone.removeAll(stays);
    long certain = count.bytes(gone);
    List<Row> left =
        rows.stream().filter(r -> r.desktop().equals(desktop) && !goes.test(r)).toList();
    return new Gain(certain, certain + count.foldable(left));
  }

  private record Row(DesktopKey desktop, int version, List<Digest> layers) {}

  /** Reads documents only. */
  public static Statistics of(Store store) throws IOException {
    List<String> unreadable = new ArrayList<>();
    List<Row> rows = rows(store, unreadable);
    long bases = 0;
    for (Base base : store.bases().list()) {
      bases += base.bytes();
    }
    return new Count(store, rows, unreadable).of(bases);
  }

  private static List<Row> rows(Store store, List<String> unreadable) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (DesktopKey desktop : store.desktops().list()) {
      Versions versions = store.versions(desktop);
      for (int number : versions.numbersLeft().reversed()) {
        try {
          rows.add(new Row(desktop, number, versions.layers(versions.get(number))));
        } catch (LayerException e) {
          if (e.error() != LayerError.REFUSED) { // else removed meanwhile
            unreadable.add(String.valueOf(e.getMessage()));
          }
        }
      }
    }
    return rows;
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

    private void measure() throws IOException {
      Set<Digest> ids = new HashSet<>(store.layers().ids());
      rows.forEach(row -> ids.addAll(row.layers()));
      for (Digest id : ids) {
        measureLayer(id);
      }
      for (Digest id : store.dataPool().ids()) {
        data.put(id, store.dataPool().bytes(id));
      }
    }

    private Statistics of(long bases) throws IOException {
      measure();
      return new Statistics(bases, sum(layers), sum(data), desktops(), versions(), unreadable);
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
      return needed(List.of(row));
    }

    private Set<Digest> needed(List<Row> some) {
      Set<Digest> needed = new HashSet<>();
      for (Row row : some) {
        needed.addAll(row.layers());
        row.layers().forEach(layer -> needed.addAll(referred.getOrDefault(layer, List.of())));
      }
      return needed;
    }

    private long bytes(Set<Digest> ids) {
      return ids.stream().mapToLong(this::bytes).sum();
    }

    private long bytes(Digest id) {
      return layers.getOrDefault(id, data.getOrDefault(id, 0L));
    }

    /** A fold is at least as big as the biggest of its layers, nearly. */
    private long foldable(List<Row> left) {
      Set<Integer> ends = new HashSet<>();
      left.forEach(row -> ends.add(row.layers().size()));
      List<Digest> longest =
          left.stream().map(Row::layers).max(Comparator.comparingInt(List::size)).orElse(List.of());
      long saved = 0;
      long sum = 0;
      long biggest = 0;
      for (int i = 0; i < longest.size(); i++) {
        sum += bytes(longest.get(i));
        biggest = Math.max(biggest, bytes(longest.get(i)));
        if (ends.contains(i + 1)) {
          saved += sum - biggest;
          sum = 0;
          biggest = 0;
        }
      }
      return saved;
    }

    private List<DesktopBytes> desktops() {
      Map<DesktopKey, List<Row>> byDesktop =
          rows.stream().collect(groupingBy(Row::desktop, LinkedHashMap::new, toList()));
      Map<Digest, Integer> users = new HashMap<>();
      byDesktop
          .values()
          .forEach(own -> needed(own).forEach(id -> users.merge(id, 1, Integer::sum)));
      List<DesktopBytes> desktops = new ArrayList<>();
      byDesktop.forEach(
          (desktop, own) -> {
            Set<Digest> needed = needed(own);
            long bytes = bytes(needed);
            needed.removeIf(id -> users.getOrDefault(id, 0) > 1);
            desktops.add(new DesktopBytes(desktop, own.size(), bytes, bytes(needed)));
          });
      return desktops;
    }

    private List<VersionBytes> versions() {
      Map<Digest, Integer> users = new HashMap<>();
      rows.forEach(row -> needed(row).forEach(id -> users.merge(id, 1, Integer::sum)));
      List<VersionBytes> versions = new ArrayList<>();
      for (Row row : rows) {
        long bytes = 0;
        long unique = 0;
        for (Digest id : needed(row)) {
          long size = bytes(id);
          bytes += size;
          unique += users.getOrDefault(id, 0) == 1 ? size : 0;
        }
        versions.add(new VersionBytes(row.desktop(), row.version(), bytes, unique));
      }
      return versions;
    }
  }
}
