package io.labvm.mfs;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.storage.DesktopUsage;
import io.labvm.contract.storage.StoreUsage;
import io.labvm.contract.storage.StoredVersion;
import io.labvm.contract.storage.VersionPage;
import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.LayerDocument;
import io.labvm.layers.store.Marks;
import io.labvm.layers.store.Statistics;
import io.labvm.layers.store.Statistics.VersionBytes;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Version;
import io.labvm.layers.store.Versions;
import io.labvm.linux.MountTable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is in the store and how much room it takes; the store is opened for each call. */
final class StoreRoom {
  private static final int PAGE = 200;
  private static final int MOST_DESKTOPS = 500;

  /** Counting reads the documents of the whole store; pages of versions share one count. */
  private static final long COUNT_AGE = Duration.ofMinutes(5).toNanos();

  private final Path root;
  private @Nullable Statistics counted;
  private long countedAt;

  StoreRoom(Path root) {
    this.root = root;
  }

  StoreUsage measure() throws IOException {
    Store store = Store.open(root);
    FileStore disk = Files.getFileStore(root.toRealPath());
    Statistics now = count(store, 0);
    List<DesktopUsage> desktops =
        now.desktops().stream()
            .sorted(Comparator.comparingLong(Statistics.DesktopBytes::bytes).reversed())
            .limit(MOST_DESKTOPS)
            .map(
                d ->
                    new DesktopUsage(
                        new DesktopId(d.desktop().value()),
                        d.versions(),
                        d.bytes(),
                        d.uniqueBytes()))
            .toList();
    return new StoreUsage(
        System.currentTimeMillis(),
        disk.getTotalSpace(),
        disk.getUsableSpace(),
        fileSystem(),
        now.bases(),
        now.layers(),
        now.data(),
        desktops,
        now.unreadable().size());
  }

  /** The JDK would tell the type of what was mounted first where the store lies. */
  private String fileSystem() throws IOException {
    return MountTable.read()
        .containing(root.toRealPath())
        .map(m -> m.source().startsWith("mfs") ? "MooseFS" : m.type())
        .orElse("unknown");
  }

  private synchronized Statistics count(Store store, long age) throws IOException {
    Statistics known = counted;
    if (known != null && System.nanoTime() - countedAt < age) {
      return known;
    }
    Statistics now = Statistics.of(store);
    counted = now;
    countedAt = System.nanoTime();
    return now;
  }

  /** Ascending; the bare base is no version that somebody made. */
  VersionPage versions(DesktopId desktop, long after) throws IOException {
    Store store = Store.open(root);
    DesktopKey key = Keys.of(desktop);
    long listed = System.currentTimeMillis();
    Versions versions = store.versions(key);
    List<Integer> behind =
        versions.numbers().reversed().stream().filter(n -> n > Math.max(0, after)).toList();
    List<Integer> page = behind.subList(0, Math.min(PAGE, behind.size()));
    Map<Integer, VersionBytes> bytes = bytes(store, key);
    List<StoredVersion> readable = new ArrayList<>();
    List<Long> unreadable = new ArrayList<>();
    for (int number : page) {
      try {
        readable.add(version(store, key, versions.get(number), bytes));
      } catch (LayerException e) {
        if (e.error() == LayerError.DAMAGED) {
          unreadable.add((long) number);
        } else if (e.error() != LayerError.REFUSED) { // else removed meanwhile
          throw e;
        }
      }
    }
    boolean last = page.size() == behind.size();
    long upTo = page.isEmpty() ? after : page.getLast();
    return new VersionPage(desktop, after, upTo, last, listed, readable, unreadable);
  }

  private Map<Integer, VersionBytes> bytes(Store store, DesktopKey desktop) throws IOException {
    return count(store, COUNT_AGE).versions().stream()
        .filter(v -> v.desktop().equals(desktop))
        .collect(Collectors.toMap(VersionBytes::version, v -> v));
  }

  private static StoredVersion version(
      Store store, DesktopKey desktop, Version version, Map<Integer, VersionBytes> bytes)
      throws IOException {
    Versions versions = store.versions(desktop);
    Marks marks = versions.marks(version.number());
    Optional<LayerDocument> top = top(store, version);
    Optional<VersionBytes> room = Optional.ofNullable(bytes.get(version.number()));
    return new StoredVersion(
        version.number(),
        version.created().toEpochMilli(),
        version.completeUpTo().toEpochMilli(),
        version.trigger(),
        versions.label(version),
        marks.pinned(),
        version.consistency().code(),
        marks.isDamaged()
            ? versions.layers(version).size()
            : store.stacks(desktop).shortest(version).layers().size(),
        top.map(t -> t.summary().entries()).orElse(0L),
        top.map(t -> t.summary().imageBytes()).orElse(0L),
        new OperationId(version.operation().value()),
        marks.verification().map(v -> v.time().toEpochMilli()).orElse(null),
        marks.verification().flatMap(v -> v.damaged().stream().findFirst()).orElse(null),
        room.map(VersionBytes::bytes).orElse(0L),
        room.map(VersionBytes::uniqueBytes).orElse(0L),
        LeftOuts.of(version.leftOut()));
  }

  /** Of a damaged version it may be missing; of one whose layers were folded it is gone. */
  private static Optional<LayerDocument> top(Store store, Version version) throws IOException {
    if (version.layers().isEmpty() || !store.layers().exists(version.layers().getLast())) {
      return Optional.empty();
    }
    try {
      return Optional.of(store.layers().get(version.layers().getLast()));
    } catch (LayerException e) {
      if (e.error() == LayerError.DAMAGED) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
