package io.labvm.layers.store;

import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a store keeps what is named by its digest: {@code <directory>/<xx>/<id>}, xx being the
 * first two digits, its note of {@link UnlistedMark} beside it, and {@code
 * trash/<kind>.<id>.<seconds>} once nothing names it any more.
 */
record Shelves(Store store, String directory, String kind) {
  private static final int ID_CHARS = 2 * Digest.BYTES;

  Path shelf(Digest id) {
    return store.root().resolve(directory).resolve(id.toString().substring(0, 2));
  }

  Path place(Digest id) {
    return shelf(id).resolve(id.toString());
  }

  Path mark(Digest id) {
    return shelf(id).resolve(id + ".unlisted");
  }

  /** All that is there, in no order. */
  List<Digest> ids() throws IOException {
    return named("[0-9a-f]{64}");
  }

  /** What has a note, itself there or not. */
  List<Digest> marked() throws IOException {
    return named("[0-9a-f]{64}\\.unlisted");
  }

  private List<Digest> named(String pattern) throws IOException {
    List<Digest> ids = new ArrayList<>();
    try (DirectoryStream<Path> shelves =
        Files.newDirectoryStream(store.root().resolve(directory), "[0-9a-f][0-9a-f]")) {
      for (Path shelf : shelves) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(shelf)) {
          for (Path entry : entries) {
            String name = entry.getFileName().toString();
            if (name.matches(pattern)) {
              ids.add(Digest.parse(name.substring(0, ID_CHARS)));
            }
          }
        }
      }
    } catch (NoSuchFileException e) {
      return ids;
    }
    return ids;
  }

  /** Moves one to the trash; false when it is not here (any more). */
  boolean moveToTrash(Digest id) throws IOException {
    String name = "%s.%s.%d".formatted(kind, id, store.now().getEpochSecond());
    try {
      Durable.publish(place(id), store.trash().resolve(name));
    } catch (NoSuchFileException e) {
      return false;
    }
    FaultPoint.reach(kind + ".trash.after");
    Durable.sync(shelf(id));
    return true;
  }

  /** Where in the trash one lies; more than once when it was made again meanwhile. */
  List<Path> inTrash(Digest id) throws IOException {
    return entries(store.trash(), kind + "." + id);
  }

  /** Where under {@code tmp/} one lies that a prune took out of the trash and did not remove. */
  List<Path> taken(Digest id) throws IOException {
    return entries(store.root().resolve("tmp"), takenName(id));
  }

  /** What one of the trash is called under {@code tmp/} until it is removed for good. */
  static String takenName(Digest id) {
    return "taken." + id;
  }

  private static List<Path> entries(Path directory, String name) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, name + ".*")) {
      entries.forEach(found::add);
    }
    return found;
  }
}
