package io.labvm.node.root;

import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.store.BaseId;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.json.Json;
import io.labvm.layers.json.JsonDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and replaces {@code owner.json}; what it says is durable when a call returns. */
final class OwnerFile {
  private static final String NAME = "owner.json";

  private OwnerFile() {}

  static Optional<Owner> read(Path desktop) throws IOException {
    try {
      JsonDocument json = JsonDocument.read(desktop.resolve(NAME));
      boolean older = json.optionalObject("stack").isEmpty(); // written before there were layers
      return Optional.of(
          new Owner(
              new UpperId(json.text("upper")),
              json.number("epoch"),
              new BaseId(json.text("base")),
              older ? List.of() : json.optionalObject("stack").orElseThrow().texts("layers"),
              json.number("created"),
              older ? 0 : json.number("restsSince"),
              json.flag("freed", false)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static void write(Path desktop, Owner owner) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("upper", owner.upper().value());
    json.put("epoch", owner.epoch());
    json.put("base", owner.base().value());
    json.put("stack", Map.of("layers", owner.layers()));
    json.put("created", owner.created());
    json.put("restsSince", owner.restsSince());
    json.put("freed", owner.freed());
    Path fresh = desktop.resolve("." + NAME);
    Files.deleteIfExists(fresh);
    Durable.write(fresh, Json.document(json));
    Durable.publish(fresh, desktop.resolve(NAME));
  }

  static void delete(Path desktop) throws IOException {
    if (Files.deleteIfExists(desktop.resolve(NAME))) {
      Durable.sync(desktop);
    }
  }
}
