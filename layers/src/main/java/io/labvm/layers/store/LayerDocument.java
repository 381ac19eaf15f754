package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.json.Json;
import io.labvm.layers.json.JsonDocument;
import io.labvm.layers.layer.LayerSummary;
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
 * @param summary what its writer said of it
 * @param inputs what it was folded from, bottom to top: digests of segments or ids of layers; empty
 *     when these were too many to list
 * @param equal ids of adjacent layers, bottom to top, that it may stand for; empty for none
 * @param leftOut what the desktop had and its manifest does not say
 * @param creator which operation made it: {@code seal}, {@code fold}
 */
public record LayerDocument(
    LayerSummary summary,
    List<Digest> inputs,
    List<Digest> equal,
    LeftOut leftOut,
    String creator,
    OperationKey operation,
    Instant created) {
  static final int MAX_INPUTS = 4096;

  private static final int FORMAT = 1;

  public LayerDocument {
    inputs = List.copyOf(inputs);
    equal = List.copyOf(equal);
  }

  public Digest id() {
    return summary.id();
  }

  static LayerDocument read(Path file, Digest id) throws IOException {
    JsonDocument json = JsonDocument.read(file).requireFormat(FORMAT);
    try {
      if (!json.text("layer").equals(id.toString())) {
        throw LayerException.damaged(file, 0, "belongs to layer " + json.text("layer"));
      }
      return new LayerDocument(
          summary(json, id),
          VersionDocument.digests(json.texts("inputs")),
          VersionDocument.digests(json.texts("equals")),
          LeftOutJson.read(json),
          json.text("creator"),
          new OperationKey(json.text("operation")),
          Instant.parse(json.text("created")));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw LayerException.damaged(file, 0, String.valueOf(e.getMessage()));
    }
  }

  private static LayerSummary summary(JsonDocument json, Digest id) throws IOException {
    return new LayerSummary(
        id,
        Digest.parse(json.text("imageDigest")),
        json.number("imageBytes"),
        json.number("manifestBytes"),
        json.number("entries"),
        json.number("whiteouts"),
        json.number("opaqueDirectories"),
        json.number("contentBytes"),
        json.number("referencedBytes"),
        json.numbers("notKept"),
        VersionDocument.digests(json.texts("data")));
  }

  byte[] document() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("layer", summary.id().toString());
    json.put("imageDigest", summary.imageDigest().toString());
    json.put("imageBytes", summary.imageBytes());
    json.put("manifestBytes", summary.manifestBytes());
    json.put("entries", summary.entries());
    json.put("whiteouts", summary.whiteouts());
    json.put("opaqueDirectories", summary.opaqueDirectories());
    json.put("contentBytes", summary.contentBytes());
    json.put("referencedBytes", summary.referencedBytes());
    json.put("notKept", summary.omissions());
    LeftOutJson.put(json, leftOut);
    json.put("inputs", texts(inputs));
    json.put("equals", texts(equal));
    json.put("data", texts(summary.data()));
    json.put("creator", creator);
    json.put("operation", operation.value());
    json.put("created", created.toString());
    return Json.document(json);
  }

  private static List<String> texts(List<Digest> digests) {
    return digests.stream().map(Digest::toString).toList();
  }
}
