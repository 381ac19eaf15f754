package io.labvm.layers.mount;

import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.store.LayerDocument;
import io.labvm.layers.store.LayerPool;
import io.labvm.layers.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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
    return image;
  }

  /** Copies the data files a layer refers to, each under its id, unless they are there. */
  public synchronized void fetchData(Store store, Digest layer, DataFiles into) throws IOException {
    for (Digest id : store.layers().get(layer).summary().data()) {
      Path from = store.data().file(id.toString());
      Durable.directories(directory);
      new ImageCopy(from, into.file(id.toString()), Files.size(from), id.toString())
          .fetch(directory.resolve(id + ".lock"), CopyProgress.none());
    }
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

  private Path image(Digest layer) {
    return directory.resolve(layer.toString()).resolve("image.erofs");
  }
}
