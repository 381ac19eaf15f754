package io.labvm.layers.store;

import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.json.JsonDocument;
import io.labvm.layers.view.NodeJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was left out, in documents and answers: {@code {code: {count, names: [{path, bytes}]}}}. */
public final class LeftOutJson {
  private static final String FIELD = "leftOut";

  private LeftOutJson() {}

  /** Nothing is put when nothing was left out. */
  public static void put(Map<String, Object> json, LeftOut leftOut) {
    if (!leftOut.isEmpty()) {
      json.put(FIELD, of(leftOut));
    }
  }

  /** Codes with counts and names; empty when nothing was left out. */
  public static Map<String, Object> of(LeftOut leftOut) {
    Map<String, Object> json = new TreeMap<>();
    leftOut.byCode().forEach((code, names) -> json.put(code, of(names)));
    return json;
  }

  private static Map<String, Object> of(LeftOut.Names names) {
    List<Map<String, Object>> first = new ArrayList<>();
    for (LeftOut.Name name : names.first()) {
      Map<String, Object> json = new LinkedHashMap<>();
      NodeJson.putText(json, "path", name.bytes());
      if (name.isCut()) {
        json.put("bytes", name.length());
      }
      first.add(json);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", names.count());
    json.put("names", first);
    return json;
  }

  /**
   * The field of a document; one without it left nothing out.
   *
   * @throws IllegalArgumentException when it says what cannot be
   */
  static LeftOut read(JsonDocument document) throws IOException {
    Optional<JsonDocument> json = document.optionalObject(FIELD);
    if (json.isEmpty()) {
      return LeftOut.NOTHING;
    }
    Map<String, LeftOut.Names> byCode = new TreeMap<>();
    for (String code : json.get().names()) {
      JsonDocument kind = json.get().object(code);
      List<LeftOut.Name> first = new ArrayList<>();
      for (JsonDocument name : kind.objects("names")) {
        first.add(name(name));
      }
      byCode.put(code, new LeftOut.Names(kind.number("count"), first));
    }
    return new LeftOut(byCode);
  }

  private static LeftOut.Name name(JsonDocument json) throws IOException {
    Optional<String> text = json.optionalText("path");
    byte[] bytes =
        text.isPresent()
            ? text.get().getBytes(StandardCharsets.UTF_8)
            : Base64.getDecoder().decode(json.text("pathBase64"));
    long length = json.has("bytes") ? json.number("bytes") : bytes.length;
    return new LeftOut.Name(new String(bytes, StandardCharsets.ISO_8859_1), length);
  }
}
