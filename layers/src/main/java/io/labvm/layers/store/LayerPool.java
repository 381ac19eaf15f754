package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The layers of a store, shared by all desktops: {@code layers/<xx>/<id>/}. */
public final class LayerPool {
  static final String IMAGE = "image.erofs";
  static final String MANIFEST = "manifest";
  static final String DOCUMENT = "layer.json";

  private final Store store;

  LayerPool(Store store) {
    this.store = store;
  }

  /** What is recorded about a layer; damage when it is not there, since only versions name it. */
  public LayerDocument get(Digest id) throws IOException {
    Path file = directory(id).resolve(DOCUMENT);
    try {
      return LayerDocument.read(file, id);
    } catch (NoSuchFileException e) {
      throw LayerException.damaged(file, 0, "layer " + id + " is missing");
    }
  }

  public boolean exists(Digest id) {
    return Files.exists(directory(id).resolve(DOCUMENT));
  }

  /** The image file of a layer. It never changes; never open it for writing. */
  public Path image(Digest id) {
    return directory(id).resolve(IMAGE);
  }

  public Path manifest(Digest id) {
    return directory(id).resolve(MANIFEST);
  }

  Path directory(Digest id) {
    return shelf(id).resolve(id.toString());
  }

  private Path shelf(Digest id) {
    return store.root().resolve("layers").resolve(id.toString().substring(0, 2));
  }

  /**
   * Publishes a finished, durable directory as a layer. False when the pool has it already: the id
   * is made of the content, so that one is as good, and the new one is removed.
   */
  boolean publish(Path made, Digest id) throws IOException {
    Durable.directories(shelf(id));
    boolean published = Durable.publishNewDirectory(made, directory(id));
    if (!published) {
      Durable.remove(made);
    }
    return published;
  }

  /**
   * Makes sure that layers and the data files they refer to are there: what a prune just took away
   * comes back from the trash.
   *
   * @throws LayerException damaged, when one is neither here nor there
   */
  void require(List<Digest> ids) throws IOException {
    for (Digest id : ids) {
      boolean ignored = takeBack(id);
      store.dataPool().require(get(id).summary().data()); // says what is missing
    }
  }

  /** Whether a layer is here, now if it was in the trash. */
  boolean takeBack(Digest id) throws IOException {
    if (exists(id)) {
      return true;
    }
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(store.trash(), "layer." + id + ".*")) {
      for (Path entry : entries) {
        Durable.directories(shelf(id));
        if (Durable.publishNewDirectory(entry, directory(id)) || exists(id)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Moves a layer to the trash; false when it is not here (any more). */
  boolean moveToTrash(Digest id) throws IOException {
    String name = "layer.%s.%d".formatted(id, store.now().getEpochSecond());
    try {
      Durable.publish(directory(id), store.trash().resolve(name));
    } catch (NoSuchFileException e) {
      return false;
    }
    Durable.sync(shelf(id));
    return true;
  }

  /** All layers, in no order. */
  List<Digest> ids() throws IOException {
    List<Digest> ids = new ArrayList<>();
    try (DirectoryStream<Path> shelves =
        Files.newDirectoryStream(store.root().resolve("layers"), "[0-9a-f][0-9a-f]")) {
      for (Path shelf : shelves) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(shelf)) {
          for (Path entry : entries) {
            String name = entry.getFileName().toString();
            if (name.matches("[0-9a-f]{64}")) {
              ids.add(Digest.parse(name));
            }
          }
        }
      }
    } catch (NoSuchFileException e) {
      return ids;
    }
    return ids;
  }
}
