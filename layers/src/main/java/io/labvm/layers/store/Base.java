package io.labvm.layers.store;

import io.labvm.layers.json.Json;
import io.labvm.layers.json.JsonDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A read-only root image in the store.
 *
 * @param digest SHA-256 of the image file, hexadecimal
 * @param bytes of the image file
 * @param entries names in the tree, hard links counted each, the root not
 * @param ssh whether it has an SSH server; bases from before this was recorded count as having one
 * @param created when it was published
 */
public record Base(
    BaseId id, String digest, long bytes, long entries, boolean ssh, Instant created) {
  static final int FORMAT = 1;

  static Base read(Path file, BaseId id) throws IOException {
    JsonDocument json = JsonDocument.read(file).requireFormat(FORMAT);
    if (!json.text("base").equals(id.toString())) {
      throw io.labvm.layers.LayerException.damaged(file, 0, "belongs to " + json.text("base"));
    }
    return new Base(
        id,
        json.text("digest"),
        json.number("bytes"),
        json.number("entries"),
        json.flag("ssh", true),
        instant(file, json.text("created")));
  }

  private static Instant instant(Path file, String text) throws IOException {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw io.labvm.layers.LayerException.damaged(file, 0, "not a time: " + text);
    }
  }

  Base as(BaseId other) {
    return new Base(other, digest, bytes, entries, ssh, created);
  }

  byte[] document() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("base", id.toString());
    json.put("name", id.name());
    json.put("digest", digest);
    json.put("bytes", bytes);
    json.put("entries", entries);
    json.put("ssh", ssh);
    json.put("created", created.toString());
    return Json.document(json);
  }
}
