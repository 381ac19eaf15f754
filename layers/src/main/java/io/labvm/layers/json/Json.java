package io.labvm.layers.json;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Writes maps, lists, texts, numbers and booleans as JSON. */
public final class Json {
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(JsonDocument.MAX_BYTES)
                  .maxNestingDepth(16)
                  .build())
          .build();

  private Json() {}

  /** One line without a final newline. */
  public static String line(Map<String, ?> object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(object, out);
    return out.toString(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** The bytes of a document file: one line with its newline. */
  public static byte[] document(Map<String, ?> object) {
    return (line(object) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static void write(Map<String, ?> object, OutputStream out) {
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      value(generator, object);
    }
  }

  private static void value(JsonGenerator out, @Nullable Object value) {
    switch (value) {
      case null -> out.writeNull();
      case String text -> out.writeString(text);
      case Boolean bool -> out.writeBoolean(bool);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      case Map<?, ?> map -> object(out, map);
      case Iterable<?> list -> array(out, list);
      default -> throw new IllegalArgumentException("no JSON form of " + value.getClass());
    }
  }

  private static void object(JsonGenerator out, Map<?, ?> map) {
    out.writeStartObject();
    map.forEach(
        (key, value) -> {
          out.writeName(key.toString());
          value(out, value);
        });
    out.writeEndObject();
  }

  private static void array(JsonGenerator out, Iterable<?> list) {
    out.writeStartArray();
    list.forEach(value -> value(out, value));
    out.writeEndArray();
  }
}
