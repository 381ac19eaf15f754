package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.json.Json;
import io.labvm.layers.json.JsonDocument;
import io.labvm.layers.segment.Consistency;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code versions/<n>.json}. */
final class VersionDocument {
  private static final int FORMAT = 1;

  private VersionDocument() {}

  static Version read(Path file, int number) throws IOException {
    JsonDocument json = JsonDocument.read(file).requireFormat(FORMAT);
    try {
      return version(json, file, number);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw LayerException.damaged(file, 0, String.valueOf(e.getMessage()));
    }
  }

  private static Version version(JsonDocument json, Path file, int number) throws IOException {
    if (json.number("version") != number) {
      throw LayerException.damaged(file, 0, "is version " + json.number("version"));
    }
    Instant created = Instant.parse(json.text("created"));
    String consistency = json.optionalText("consistency").orElse("stopped");
    return new Version(
        number,
        BaseId.parse(json.text("base")).orElseThrow(() -> new IllegalArgumentException("no base")),
        digests(json.texts("layers")),
        covers(json),
        consistency(consistency),
        json.optionalText("completeUpTo").map(Instant::parse).orElse(created),
        json.text("trigger"),
        json.optionalText("label").orElse(""),
        new OperationKey(json.text("operation")),
        created,
        LeftOutJson.read(json));
  }

  private static Consistency consistency(String code) {
    for (Consistency consistency : Consistency.values()) {
      if (consistency.code().equals(code)) {
        return consistency;
      }
    }
    throw new IllegalArgumentException("consistency " + code);
  }

  private static Optional<Covers> covers(JsonDocument json) throws IOException {
    Optional<JsonDocument> covers = json.optionalObject("covers");
    if (covers.isEmpty()) {
      return Optional.empty();
    }
    JsonDocument c = covers.get();
    return Optional.of(
        new Covers(c.text("upper"), c.number("segment"), Digest.parse(c.text("digest"))));
  }

  static List<Digest> digests(List<String> texts) {
    List<Digest> digests = new ArrayList<>();
    for (String text : texts) {
      digests.add(Digest.parse(text));
    }
    return digests;
  }

  static byte[] of(Version version) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("version", version.number());
    json.put("base", version.base().toString());
    json.put("layers", version.layers().stream().map(Digest::toString).toList());
    version.covers().ifPresent(covers -> json.put("covers", covers(covers)));
    json.put("consistency", version.consistency().code());
    json.put("completeUpTo", version.completeUpTo().toString());
    json.put("trigger", version.trigger());
    if (!version.label().isEmpty()) {
      json.put("label", version.label());
    }
    json.put("operation", version.operation().value());
    json.put("created", version.created().toString());
    LeftOutJson.put(json, version.leftOut());
    return Json.document(json);
  }

  private static Map<String, Object> covers(Covers covers) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("upper", covers.upperId());
    json.put("segment", covers.segment());
    json.put("digest", covers.digest().toString());
    return json;
  }
}
