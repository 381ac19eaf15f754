package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.json.Json;
import io.labvm.layers.json.JsonDocument;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The notes beside the versions of one desktop: {@code <n>.pin.json}, {@code <n>.label.json},
 * {@code <n>.verified.json}, {@code <n>.stack.json}. Each note is a file of its own that is
 * replaced whole, so that two who note different things never undo each other.
 */
final class MarkFiles {
  private static final int FORMAT = 1;
  private static final int MAX_FINDINGS = 100;
  private static final Pattern NAME =
      Pattern.compile("(0|[1-9][0-9]{0,8})\\.(?:pin|label|verified|stack)\\.json");

  private final Store store;
  private final Path directory;

  MarkFiles(Store store, Path directory) {
    this.store = store;
    this.directory = directory;
  }

  Marks read(int number) throws IOException {
    return new Marks(Files.exists(file(number, "pin")), verified(number));
  }

  private Optional<Marks.Verified> verified(int number) throws IOException {
    Path file = file(number, "verified");
    try {
      JsonDocument json = JsonDocument.read(file).requireFormat(FORMAT);
      Instant time = Instant.parse(json.text("time"));
      return Optional.of(new Marks.Verified(time, json.flag("data"), json.texts("damaged")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (DateTimeException e) {
      throw LayerException.damaged(file, 0, String.valueOf(e.getMessage()));
    }
  }

  void pin(int number, OperationKey operation) throws IOException {
    Map<String, Object> json = document(number);
    json.put("operation", operation.value());
    json.put("created", Instant.now().toString());
    replace(number, "pin", json);
  }

  void unpin(int number) throws IOException {
    if (Files.deleteIfExists(file(number, "pin"))) {
      Durable.sync(directory);
    }
  }

  /** The label given after the version was made; empty when none was. */
  Optional<String> label(int number) throws IOException {
    Path file = file(number, "label");
    try {
      return Optional.of(JsonDocument.read(file).requireFormat(FORMAT).text("label"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void label(int number, String label, OperationKey operation) throws IOException {
    Map<String, Object> json = document(number);
    json.put("label", label);
    json.put("operation", operation.value());
    json.put("created", Instant.now().toString());
    replace(number, "label", json);
  }

  void verified(int number, Marks.Verified verified) throws IOException {
    Map<String, Object> json = document(number);
    json.put("time", verified.time().toString());
    json.put("data", verified.data());
    json.put("damaged", verified.damaged().stream().limit(MAX_FINDINGS).toList());
    replace(number, "verified", json);
  }

  /** The equivalent list of layers that stands for a version's own; empty when none does. */
  Optional<List<io.labvm.layers.delta.Digest>> stack(int number) throws IOException {
    Path file = file(number, "stack");
    try {
      JsonDocument json = JsonDocument.read(file).requireFormat(FORMAT);
      return Optional.of(VersionDocument.digests(json.texts("layers")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw LayerException.damaged(file, 0, String.valueOf(e.getMessage()));
    }
  }

  void stack(int number, List<io.labvm.layers.delta.Digest> layers, OperationKey operation)
      throws IOException {
    Map<String, Object> json = document(number);
    json.put("layers", layers.stream().map(Object::toString).toList());
    json.put("operation", operation.value());
    json.put("created", Instant.now().toString());
    replace(number, "stack", json);
  }

  /** Removes all notes of a version that is gone. */
  void remove(int number) throws IOException {
    for (String kind : List.of("pin", "label", "verified", "stack")) {
      if (Files.deleteIfExists(file(number, kind))) {
        FaultPoint.reach("mark.remove.after");
      }
    }
  }

  /** The versions about which something is noted. */
  Set<Integer> numbers() throws IOException {
    Set<Integer> numbers = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        Matcher m = NAME.matcher(entry.getFileName().toString());
        if (m.matches()) {
          numbers.add(Integer.valueOf(m.group(1)));
        }
      }
    }
    return numbers;
  }

  private static Map<String, Object> document(int number) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("version", number);
    return json;
  }

  private void replace(int number, String kind, Map<String, Object> json) throws IOException {
    Path temporary = store.temporary(kind);
    Durable.write(temporary, Json.document(json));
    FaultPoint.reach("mark.write.after");
    Durable.publish(temporary, file(number, kind));
    FaultPoint.reach("mark.publish.after");
  }

  private Path file(int number, String kind) {
    return directory.resolve(number + "." + kind + ".json");
  }
}
