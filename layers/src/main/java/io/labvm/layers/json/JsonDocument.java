package io.labvm.layers.json;

import io.labvm.layers.LayerException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** A JSON object read from a file of the store; a missing or wrong field is damage of that file. */
public final class JsonDocument {
  /** Longer documents are refused unread. */
  public static final int MAX_BYTES = 1 << 20;

  private final Path file;
  private final Map<String, @Nullable Object> fields;

  private JsonDocument(Path file, Map<String, @Nullable Object> fields) {
    this.file = file;
    this.fields = fields;
  }

  /** Reads a file; NoSuchFileException when it is absent. */
  public static JsonDocument read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > MAX_BYTES) {
        throw LayerException.damaged(file, MAX_BYTES, "longer than any document");
      }
      byte[] bytes = new byte[(int) channel.size()];
      java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining() && channel.read(buffer) > 0) {}
      return parse(file, bytes);
    }
  }

  /** Parses bytes that came from {@code file}. */
  public static JsonDocument parse(Path file, byte[] bytes) throws LayerException {
    try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw LayerException.damaged(file, 0, "not a JSON object");
      }
      JsonDocument document = new JsonDocument(file, object(parser));
      if (parser.nextToken() != null) {
        throw LayerException.damaged(file, bytes.length, "something behind the JSON object");
      }
      return document;
    } catch (JacksonException e) {
      long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
      throw LayerException.damaged(file, at, e.getOriginalMessage());
    }
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, value(parser));
    }
    return map;
  }

  private static @Nullable Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static List<@Nullable Object> array(JsonParser parser) {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }

  public String text(String name) throws LayerException {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  public Optional<String> optionalText(String name) {
    return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** An object inside this one; its findings name the same file. */
  @SuppressWarnings("unchecked") // objects are parsed as maps with text keys
  public Optional<JsonDocument> optionalObject(String name) {
    return fields.get(name) instanceof Map<?, ?> map
        ? Optional.of(new JsonDocument(file, (Map<String, @Nullable Object>) map))
        : Optional.empty();
  }

  /** An object that must be there. */
  public JsonDocument object(String name) throws LayerException {
    return optionalObject(name).orElseThrow(() -> missing(name));
  }

  /** Objects of an array; absent counts as empty. */
  @SuppressWarnings("unchecked") // objects are parsed as maps with text keys
  public List<JsonDocument> objects(String name) throws LayerException {
    if (!(fields.get(name) instanceof List<?> list)) {
      return List.of();
    }
    List<JsonDocument> objects = new ArrayList<>();
    for (Object element : list) {
      if (!(element instanceof Map<?, ?> map)) {
        throw missing(name);
      }
      objects.add(new JsonDocument(file, (Map<String, @Nullable Object>) map));
    }
    return objects;
  }

  /** The names of all fields. */
  public Set<String> names() {
    return fields.keySet();
  }

  public boolean has(String name) {
    return fields.containsKey(name);
  }

  public long number(String name) throws LayerException {
    if (fields.get(name) instanceof Long number) {
      return number;
    }
    throw missing(name);
  }

  /** True or false; {@code absent} when the document does not say. */
  public boolean flag(String name, boolean absent) throws LayerException {
    if (!fields.containsKey(name)) {
      return absent;
    }
    if (fields.get(name) instanceof Boolean flag) {
      return flag;
    }
    throw missing(name);
  }

  /** The numbers of an object; absent counts as empty. */
  public Map<String, Long> numbers(String name) throws LayerException {
    Map<String, Long> numbers = new LinkedHashMap<>();
    if (fields.get(name) instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!(entry.getValue() instanceof Long number)) {
          throw missing(name);
        }
        numbers.put(entry.getKey().toString(), number);
      }
    }
    return numbers;
  }

  /** A truth value; absent counts as false. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  /** Texts of an array; absent counts as empty. */
  public List<String> texts(String name) throws LayerException {
    if (!(fields.get(name) instanceof List<?> list)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Object element : list) {
      if (!(element instanceof String text)) {
        throw missing(name);
      }
      texts.add(text);
    }
    return texts;
  }

  /** Refuses documents of a format this version does not know. */
  public JsonDocument requireFormat(int newest) throws LayerException {
    long format = number("format");
    if (format < 1 || format > newest) {
      throw new LayerException(
          io.labvm.layers.LayerError.UNSUPPORTED,
          file + " has format " + format + ", this version reads up to " + newest);
    }
    return this;
  }

  private LayerException missing(String name) {
    return LayerException.damaged(file, 0, "no usable field \"" + name + "\"");
  }
}
