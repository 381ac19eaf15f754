package io.labvm.layers.mount;

import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.FlatImage;
import io.labvm.layers.store.LayerDocument;
import io.labvm.layers.store.LayerPool;
import io.labvm.layers.store.Store;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The layer images a node holds, {@code <directory>/<layer>/image.erofs}; see {@link BaseCache}.
 */
public final class LayerCache {
  private final Path directory;

  public LayerCache(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /** The image of a layer when it is here. */
  public Optional<Path> cached(Digest layer) {
    Path image = image(layer);
    return Files.isRegularFile(image) ? Optional.of(image) : Optional.empty();
  }

  /**
   * Copies a layer's image from the store, unless it is here. The digest is checked on the way; a
   * difference is damage of the store's file and leaves nothing.
   */
  public synchronized Path fetch(LayerPool layers, Digest layer, CopyProgress progress)
      throws IOException {
    Path image = image(layer);
    if (!Files.isRegularFile(image)) {
      LayerDocument document = layers.get(layer);
      Durable.directories(directory);
      new ImageCopy(
              layers.image(layer),
              image,
              document.summary().imageBytes(),
              document.summary().imageDigest().toString())
          .fetch(directory.resolve(layer + ".lock"), progress);
    }
    used(image);
    return image;
  }

  /** Notes that a file that is here is used now. */
  private static void used(Path file) throws IOException {
    var ignored = Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
  }

  /** When a layer that is here was fetched or mounted last. */
  public Instant lastUsed(Digest layer) throws IOException {
    return Files.getLastModifiedTime(image(layer)).toInstant();
  }

  /** Ids of the data files that a layer that is here refers to. */
  public Set<String> dataFiles(Digest layer) throws IOException {
    Set<String> ids = new HashSet<>();
    try (ErofsImage read = ErofsImage.open(image(layer))) {
      read.dataFiles().forEach(file -> ids.add(file.id()));
    }
    return ids;
  }

  /** What a layer that is here takes, without the data files it refers to. */
  public long bytes(Digest layer) throws IOException {
    Path flat = flat(layer);
    return Files.size(image(layer)) + (Files.exists(flat) ? Files.size(flat) : 0);
  }

  /** Copies the data files a layer refers to, each under its id, unless they are there. */
  public void fetchData(Store store, Digest layer, DataFiles into) throws IOException {
    fetchData(store, layer, into, CopyProgress.none());
  }

  /** The same, telling of each file how far it is. */
  public synchronized void fetchData(
      Store store, Digest layer, DataFiles into, CopyProgress progress) throws IOException {
    for (Digest id : store.layers().get(layer).summary().data()) {
      Path from = store.data().file(id.toString());
      Durable.directories(directory);
      Path to = into.file(id.toString());
      new ImageCopy(from, to, Files.size(from), id.toString())
          .fetch(directory.resolve(id + ".lock"), progress);
      used(to);
    }
  }

  /**
   * The image of a layer that is here in the form this kernel mounts: itself, or a copy without
   * references, which is made when it is asked for first.
   */
  public synchronized Path mountable(Digest layer, DataFiles data, MountFeatures features)
      throws IOException {
    Path image = image(layer);
    used(image);
    if (features.deviceTables()) {
      return image;
    }
    try (ErofsImage read = ErofsImage.open(image, data)) {
      if (read.dataFiles().isEmpty()) {
        return image;
      }
      Path flat = flat(layer);
      if (!Files.isRegularFile(flat)) {
        Path made = image.resolveSibling("flat.erofs.tmp");
        Files.deleteIfExists(made);
        var ignored = FlatImage.write(read, made);
        Durable.publish(made, flat);
      }
      return flat;
    }
  }

  /** All layers that are here, whole. */
  public List<Digest> list() throws IOException {
    List<Digest> found = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (Files.isRegularFile(entry.resolve("image.erofs"))) {
          found.add(Digest.parse(entry.getFileName().toString()));
        }
      }
    }
    return found;
  }

  /** Gives a layer's space back; the caller has unmounted it. False when it was not here. */
  public synchronized boolean evict(Digest layer) throws IOException {
    Path image = image(layer);
    if (!Files.exists(image)) {
      return false;
    }
    Files.delete(image);
    Durable.remove(directory.resolve(layer.toString()));
    return true;
  }

  private Path flat(Digest layer) {
    return image(layer).resolveSibling("flat.erofs");
  }

  private Path image(Digest layer) {
    return directory.resolve(layer.toString()).resolve("image.erofs");
  }
}
