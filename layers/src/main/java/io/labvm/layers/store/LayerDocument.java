package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.json.Json;
import io.labvm.layers.json.JsonDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code layer.json}: what a layer is and where it came from.
 *
 * @param id SHA-256 of the uncompressed manifest
 * @param imageDigest SHA-256 of {@code image.erofs}
 * @param imageBytes its size
 * @param manifestBytes size of the file {@code manifest}
 * @param entries of the manifest, the root included
 * @param contentBytes of the regular files, holes included, each link group once
 * @param inputs what it was folded from, bottom to top: digests of segments or ids of layers
 * @param equal ids of adjacent layers, bottom to top, that it may stand for; empty for none
 * @param data ids of the data files its image refers to
 * @param creator which operation made it: {@code seal}, {@code fold}
 */
public record LayerDocument(
    Digest id,
    Digest imageDigest,
    long imageBytes,
    long manifestBytes,
    long entries,
    long contentBytes,
    List<Digest> inputs,
    List<Digest> equal,
    List<Digest> data,
    String creator,
    OperationKey operation,
    Instant created) {
  private static final int FORMAT = 1;

  public LayerDocument {
    inputs = List.copyOf(inputs);
    equal = List.copyOf(equal);
    data = List.copyOf(data);
  }

  static LayerDocument read(Path file, Digest id) throws IOException {
    JsonDocument json = JsonDocument.read(file).requireFormat(FORMAT);
    try {
      if (!json.text("layer").equals(id.toString())) {
        throw LayerException.damaged(file, 0, "belongs to layer " + json.text("layer"));
      }
      return of(json, id);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw LayerException.damaged(file, 0, String.valueOf(e.getMessage()));
    }
  }

  private static LayerDocument of(JsonDocument json, Digest id) throws IOException {
    return new LayerDocument(
        id,
        Digest.parse(json.text("imageDigest")),
        json.number("imageBytes"),
        json.number("manifestBytes"),
        json.number("entries"),
        json.number("contentBytes"),
        VersionDocument.digests(json.texts("inputs")),
        VersionDocument.digests(json.texts("equals")),
        VersionDocument.digests(json.texts("data")),
        json.text("creator"),
        new OperationKey(json.text("operation")),
        Instant.parse(json.text("created")));
  }

  byte[] document() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("layer", id.toString());
    json.put("imageDigest", imageDigest.toString());
    json.put("imageBytes", imageBytes);
    json.put("manifestBytes", manifestBytes);
    json.put("entries", entries);
    json.put("contentBytes", contentBytes);
    json.put("inputs", inputs.stream().map(Digest::toString).toList());
    json.put("equals", equal.stream().map(Digest::toString).toList());
    json.put("data", data.stream().map(Digest::toString).toList());
    json.put("creator", creator);
    json.put("operation", operation.value());
    json.put("created", created.toString());
    return Json.document(json);
  }
}
