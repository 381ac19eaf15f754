package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.durable.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The data files of a store, shared by all desktops: {@code data/<xx>/<id>}. The id is the SHA-256
 * of the bytes, so that the same content is there once.
 */
public final class DataPool {
  private final Store store;
  private final Shelves shelves;

  DataPool(Store store) {
    this.store = store;
    this.shelves = new Shelves(store, "data", "data");
  }

  /** Where a data file is or would be. */
  public Path file(Digest id) {
    return shelves.place(id);
  }

  boolean exists(Digest id) {
    return Files.isRegularFile(file(id));
  }

  /**
   * Makes sure that a data file is there with its content, durable: copied under {@code tmp/}, made
   * durable, renamed. One that is there already is read, which costs about what writing it anew
   * would, and replaced when it is not what its id says: all that refer to it are whole again then.
   * Idempotent.
   *
   * @param made a local file with just these bytes, which stays
   * @return false when it was there
   */
  public boolean add(Digest id, Path made) throws IOException {
    boolean there = isWhole(id, made) && Digests.sha256(file(id)).equals(id.toString());
    return put(id, made, there);
  }

  /** The same for one that this process added a moment ago: its length alone is looked at. */
  public boolean keep(Digest id, Path made) throws IOException {
    return put(id, made, isWhole(id, made));
  }

  private boolean put(Digest id, Path made, boolean there) throws IOException {
    if (there) {
      Durable.sync(shelves.shelf(id)); // whoever gave it its name may not have come to that yet
      return false;
    }
    Durable.directories(shelves.shelf(id));
    Path temporary = store.temporary("data");
    try {
      Staging.copy(made, temporary);
      Durable.publish(temporary, file(id));
    } finally {
      Files.deleteIfExists(temporary);
    }
    return true;
  }

  private boolean isWhole(Digest id, Path made) throws IOException {
    return exists(id) && bytes(id) == Files.size(made);
  }

  /** How long a data file is, taken back now if it was in the trash; 0 when it is nowhere. */
  public long wholeBytes(Digest id) throws IOException {
    return takeBack(id) ? bytes(id) : 0;
  }

  /** How long a data file is; 0 when it is not here. */
  long bytes(Digest id) throws IOException {
    try {
      return Files.size(file(id));
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /**
   * Reads a data file.
   *
   * @throws LayerException damaged, when it is missing or is not what its id says
   */
  void check(Digest id) throws IOException {
    try {
      String digest = Digests.sha256(file(id));
      if (!digest.equals(id.toString())) {
        throw LayerException.damaged(file(id), 0, "digest is " + digest);
      }
    } catch (NoSuchFileException e) {
      throw missing(id);
    }
  }

  LayerException missing(Digest id) {
    return LayerException.damaged(file(id), 0, "the data file is missing");
  }

  /**
   * Makes sure that data files are there: what a prune just took away comes back from the trash.
   *
   * @throws LayerException damaged, when one is neither here nor there
   */
  void require(List<Digest> ids) throws IOException {
    for (Digest id : ids) {
      if (!takeBack(id)) {
        throw missing(id);
      }
    }
  }

  /** Whether a data file is here, now if it was in the trash or a prune just took it from there. */
  boolean takeBack(Digest id) throws IOException {
    if (exists(id)) {
      return true;
    }
    for (Path entry : shelves.inTrash(id)) {
      takeBack(id, entry);
    }
    for (Path entry : exists(id) ? List.<Path>of() : shelves.taken(id)) {
      takeBack(id, entry);
    }
    return exists(id);
  }

  /** Puts a data file back that lies elsewhere in the store. */
  void takeBack(Digest id, Path from) throws IOException {
    Durable.directories(shelves.shelf(id));
    try {
      Durable.publish(from, file(id));
    } catch (NoSuchFileException e) {
      return; // someone else did
    }
  }

  /** Moves a data file to the trash; false when it is not here (any more). */
  boolean moveToTrash(Digest id) throws IOException {
    return shelves.moveToTrash(id);
  }

  /** All data files, in no order. */
  List<Digest> ids() throws IOException {
    return shelves.ids();
  }

  /** Data files of which a prune noted that nothing refers to them. */
  List<Digest> marked() throws IOException {
    return shelves.marked();
  }

  Path mark(Digest id) {
    return shelves.mark(id);
  }
}
