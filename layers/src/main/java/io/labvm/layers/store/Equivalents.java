package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.json.Json;
import io.labvm.layers.json.JsonDocument;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which layers may stand for runs of other layers in the stacks of one desktop: {@code
 * equals/<layer>.json}. Losing one costs speed, never a version.
 */
final class Equivalents {
  private static final int FORMAT = 1;

  private final Store store;
  private final Path directory;

  Equivalents(Store store, DesktopKey desktop) {
    this.store = store;
    this.directory = store.desktops().directory(desktop).resolve("equals");
  }

  /**
   * A layer and what it stands for.
   *
   * @param layers adjacent, bottom to top; two or more in a file, or the layer itself
   */
  record Equivalent(Digest layer, List<Digest> layers) {
    Equivalent {
      layers = List.copyOf(layers);
    }

    /** Whether a stack has the run from an index on. */
    boolean fits(List<Digest> stack, int from) {
      return from + layers.size() <= stack.size()
          && stack.subList(from, from + layers.size()).equals(layers);
    }

    boolean isIn(List<Digest> stack) {
      for (int i = 0; i < stack.size(); i++) {
        if (fits(stack, i)) {
          return true;
        }
      }
      return false;
    }
  }

  /** All that are readable; a damaged one only makes stacks longer. */
  List<Equivalent> list() throws IOException {
    List<Equivalent> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.json")) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (name.matches("[0-9a-f]{64}\\.json")) {
          addReadable(entry, Digest.parse(name.substring(0, 64)), found);
        }
      }
    } catch (NoSuchFileException e) {
      return found;
    }
    return found;
  }

  private static void addReadable(Path file, Digest layer, List<Equivalent> into)
      throws IOException {
    try {
      JsonDocument json = JsonDocument.read(file).requireFormat(FORMAT);
      List<Digest> layers = VersionDocument.digests(json.texts("equals"));
      if (layers.size() > 1) {
        into.add(new Equivalent(layer, layers));
      }
    } catch (LayerException | NoSuchFileException | IllegalArgumentException e) {
      return;
    }
  }

  /** Idempotent: a layer always stands for the same content. */
  void add(Equivalent equivalent, OperationKey operation) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("layer", equivalent.layer().toString());
    json.put("equals", equivalent.layers().stream().map(Digest::toString).toList());
    json.put("operation", operation.value());
    Durable.directories(directory);
    Path temporary = store.temporary("equals");
    Durable.write(temporary, Json.document(json));
    FaultPoint.reach("equals.write.after");
    Durable.publish(temporary, file(equivalent.layer()));
    FaultPoint.reach("equals.publish.after");
  }

  void remove(Digest layer) throws IOException {
    FaultPoint.reach("equals.remove.before");
    if (Files.deleteIfExists(file(layer))) {
      FaultPoint.reach("equals.remove.after");
      Durable.sync(directory);
    }
  }

  private Path file(Digest layer) {
    return directory.resolve(layer + ".json");
  }
}
