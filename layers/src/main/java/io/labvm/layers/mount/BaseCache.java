package io.labvm.layers.mount;

import io.labvm.layers.durable.Durable;
import io.labvm.layers.store.Base;
import io.labvm.layers.store.BaseId;
import io.labvm.layers.store.Bases;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The base images a node holds, {@code <directory>/<base>/image.erofs}. What has its final name is
 * whole and had the right digest; a killed copy leaves a {@code .tmp} file that the next one
 * removes.
 */
public final class BaseCache {
  private static final String IMAGE = "image.erofs";

  private final Path directory;

  public BaseCache(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /** The image of a base when it is here. */
  public Optional<Path> cached(BaseId base) {
    Path image = image(base);
    return Files.isRegularFile(image) ? Optional.of(image) : Optional.empty();
  }

  /**
   * Copies a base's image from the store, unless it is here. The digest is checked on the way; a
   * difference is damage of the store's file and leaves nothing. Callers in one process take turns,
   * callers in several too.
   */
  public synchronized Path fetch(Bases bases, BaseId id, CopyProgress progress) throws IOException {
    Path image = image(id);
    if (Files.isRegularFile(image)) {
      return image;
    }
    Base base = bases.get(id);
    Durable.directories(directory);
    new ImageCopy(bases.image(id), image, base.bytes(), base.digest())
        .fetch(directory.resolve(id + ".lock"), progress);
    return image;
  }

  /** All bases that are here, whole. */
  public List<BaseId> list() throws IOException {
    List<BaseId> found = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        BaseId.parse(entry.getFileName().toString())
            .filter(id -> cached(id).isPresent())
            .ifPresent(found::add);
      }
    }
    found.sort(null);
    return found;
  }

  /** Gives a base's space back; the caller has unmounted it. False when it was not here. */
  public synchronized boolean evict(BaseId base) throws IOException {
    Path image = image(base);
    if (!Files.exists(image)) {
      return false;
    }
    Files.delete(image);
    Durable.remove(directory.resolve(base.toString()));
    return true;
  }

  private Path image(BaseId base) {
    return directory.resolve(base.toString()).resolve(IMAGE);
  }
}
