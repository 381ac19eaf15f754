package io.labvm.node.root;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.mount.ImageMounts;
import io.labvm.layers.mount.LayerCache;
import io.labvm.layers.mount.OverlayMounts;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copies of layers and data files on this node that no mounted overlay of the machine uses.
 * They spare a fetch from the store, no more.
 */
final class UnusedLayers {
  private static final Logger log = LoggerFactory.getLogger(UnusedLayers.class);

  /** What was fetched a moment ago is about to be mounted. */
  static final Duration FRESH = Duration.ofMinutes(15);

  private final LayerCache cache;
  private final Path data;
  private final ImageMounts mounts;

  /**
   * @param data where data files lie, by their first digits
   */
  UnusedLayers(LayerCache cache, Path data, ImageMounts mounts) {
    this.cache = cache;
    this.data = data;
    this.mounts = mounts;
  }

  /** Removes those that were used longest ago until so many bytes came back, or all. */
  long giveBack(long bytes) throws IOException {
    Map<Digest, Set<String>> referred = new HashMap<>();
    for (Digest layer : cache.list()) {
      referred.put(layer, cache.dataFiles(layer));
    }
    long given = removeUnreferred(referred);
    for (Digest layer : oldestFirst(referred.keySet())) {
      if (given >= bytes) {
        break;
      }
      long size = cache.bytes(layer);
      if (remove(layer)) {
        given += size;
        referred.remove(layer);
        given += removeUnreferred(referred);
      }
    }
    return given;
  }

  private List<Digest> oldestFirst(Set<Digest> layers) throws IOException {
    Set<String> used = OverlayMounts.lowersEverywhere();
    Map<Digest, Instant> times = new HashMap<>();
    Instant fresh = Instant.now().minus(FRESH);
    for (Digest layer : layers) {
      Instant time = cache.lastUsed(layer);
      if (time.isBefore(fresh) && !used.contains(layer.toString())) {
        times.put(layer, time);
      }
    }
    List<Digest> sorted = new ArrayList<>(times.keySet());
    sorted.sort(Comparator.comparing(times::get));
    return sorted;
  }

  private boolean remove(Digest layer) throws IOException {
    try {
      boolean ignored = mounts.unmount(layer.toString());
    } catch (LayerException e) {
      if (e.error() != LayerError.BUSY) {
        throw e;
      }
      return false;
    }
    boolean removed = cache.evict(layer);
    if (removed) {
      log.info("The copy of layer {} is given up: no desktop here uses it", layer);
    }
    return removed;
  }

  private long removeUnreferred(Map<Digest, Set<String>> referred) throws IOException {
    Set<String> needed = new HashSet<>();
    referred.values().forEach(needed::addAll);
    Instant fresh = Instant.now().minus(FRESH);
    long given = 0;
    for (Path file : dataFiles()) {
      if (!needed.contains(file.getFileName().toString())
          && Files.getLastModifiedTime(file).toInstant().isBefore(fresh)) {
        long size = Files.size(file);
        given += Files.deleteIfExists(file) ? size : 0;
      }
    }
    return given;
  }

  private List<Path> dataFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> shelves = Files.newDirectoryStream(data, "[0-9a-f][0-9a-f]")) {
      for (Path shelf : shelves) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(shelf)) {
          entries.forEach(files::add);
        }
      }
    } catch (NoSuchFileException e) {
      return files;
    }
    return files;
  }
}
