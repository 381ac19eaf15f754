package io.labvm.layers.store;

import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Empties the trash; a layer that a version lists is not removed, whatever its age. */
final class TrashSweep {
  static final Pattern LAYER = Pattern.compile("layer\\.([0-9a-f]{64})\\.[0-9]{1,18}");

  private final Store store;
  private final Map<Path, Digest> layers = new HashMap<>();
  private long freed;

  TrashSweep(Store store) {
    this.store = store;
  }

  /** Removes what has been there for so long; answers the bytes that were freed. */
  long run(Duration age) throws IOException {
    Listed listed = Listed.of(store);
    long limit = store.now().minus(age).getEpochSecond();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(store.trash())) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        String since = name.substring(name.lastIndexOf('.') + 1);
        boolean isData = name.startsWith("data."); // DataSweep's
        if (!isData && since.matches("[0-9]{1,18}") && Long.parseLong(since) <= limit) {
          take(entry, layer(name), listed);
        }
      }
    }
    removeLayers();
    return freed;
  }

  private static Optional<Digest> layer(String name) {
    Matcher m = LAYER.matcher(name);
    return m.matches() ? Optional.of(Digest.parse(m.group(1))) : Optional.empty();
  }

  /**
   * Renamed before it is removed, so nobody takes back what is half gone. A layer is looked for
   * under its first name there, too: until nobody has listed it, it is whole.
   */
  private void take(Path entry, Optional<Digest> layer, Listed listed) throws IOException {
    if (layer.isPresent() && isNeeded(layer.get(), listed)) {
      return;
    }
    Path taken = store.temporary(layer.map(Shelves::takenName).orElse("trash"));
    FaultPoint.reach("prune.take.before");
    try {
      Files.setLastModifiedTime(entry, FileTime.from(store.now())); // tmp/ is swept by age
      Files.move(entry, taken, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return; // someone took it back
    }
    FaultPoint.reach("prune.take.after");
    if (layer.isPresent()) {
      layers.put(taken, layer.get());
    } else {
      remove(taken);
    }
  }

  private boolean isNeeded(Digest layer, Listed listed) {
    boolean unknown = !listed.unreadable().isEmpty();
    return (unknown || listed.layers().contains(layer)) && !store.layers().exists(layer);
  }

  /** Who listed one just now may have looked for it in vain, and comes again. */
  private void removeLayers() throws IOException {
    if (layers.isEmpty()) {
      return;
    }
    FaultPoint.reach("prune.trash.before");
    Listed after = Listed.of(store);
    for (Map.Entry<Path, Digest> entry : layers.entrySet()) {
      if (isNeeded(entry.getValue(), after)) {
        boolean ignored = store.layers().publish(entry.getKey(), entry.getValue());
      } else {
        removeUnlessTakenBack(entry.getKey());
      }
    }
  }

  private void removeUnlessTakenBack(Path layer) throws IOException {
    Path doomed = store.temporary("trash");
    try {
      Files.move(layer, doomed, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return;
    }
    FaultPoint.reach("prune.remove.before");
    remove(doomed);
  }

  private void remove(Path taken) throws IOException {
    freed += size(taken);
    Durable.remove(taken);
    FaultPoint.reach("prune.remove.after");
  }

  private static long size(Path tree) throws IOException {
    long bytes = 0;
    try (Stream<Path> walk = Files.walk(tree)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        bytes += Files.isRegularFile(path) ? Files.size(path) : 0;
      }
    }
    return bytes;
  }
}
