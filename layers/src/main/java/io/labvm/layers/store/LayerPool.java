package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The layers of a store, shared by all desktops: {@code layers/<xx>/<id>/}. */
public final class LayerPool {
  static final String IMAGE = "image.erofs";
  static final String MANIFEST = "manifest";
  static final String DOCUMENT = "layer.json";

  private final Store store;
  private final Shelves shelves;

  LayerPool(Store store) {
    this.store = store;
    this.shelves = new Shelves(store, "layers", "layer");
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

  /** Bytes of the image file; damaged when it is not there. */
  long imageBytes(Digest id) throws IOException {
    try {
      return Files.size(image(id));
    } catch (NoSuchFileException e) {
      throw LayerException.damaged(image(id), 0, "the image is missing");
    }
  }

  public Path manifest(Digest id) {
    return directory(id).resolve(MANIFEST);
  }

  Path directory(Digest id) {
    return shelves.place(id);
  }

  /**
   * Publishes a finished, durable directory as a layer. False when the pool has it already: the id
   * is made of the content, so that one is as good, and the new one is removed.
   */
  boolean publish(Path made, Digest id) throws IOException {
    Durable.directories(shelves.shelf(id));
    boolean published = Durable.publishNewDirectory(made, directory(id));
    if (!published) {
      // Found unlisted before; its new user lists it only later.
      Files.deleteIfExists(mark(id));
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
    return takeBack(id, shelves.inTrash(id)) || takeBack(id, shelves.taken(id));
  }

  private boolean takeBack(Digest id, List<Path> entries) throws IOException {
    for (Path entry : entries) {
      Durable.directories(shelves.shelf(id));
      FaultPoint.reach("layer.take-back.before");
      if (Durable.publishNewDirectory(entry, directory(id)) || exists(id)) {
        FaultPoint.reach("layer.take-back.after");
        return true;
      }
    }
    return false;
  }

  /** Moves a layer to the trash; false when it is not here (any more). */
  boolean moveToTrash(Digest id) throws IOException {
    return shelves.moveToTrash(id);
  }

  /** All layers, in no order. */
  List<Digest> ids() throws IOException {
    return shelves.ids();
  }

  /** Where a prune notes that no version lists a layer. */
  Path mark(Digest id) {
    return shelves.mark(id);
  }
}
