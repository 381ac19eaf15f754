package io.labvm.launcher.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value: object, list, text, number, boolean or null, with forgiving access.
 *
 * @param value Map, List, String, Number, Boolean or the marker of null
 */
public record Json(Object value) {
  private enum Marker {
    NULL
  }

  /** The value null, and what a missing field reads as. */
  public static final Json NULL = new Json(Marker.NULL);

  /** Reads a text; broken JSON reads as {@link #NULL}. */
  public static Json parse(String text) {
    try {
      return new Parser(text).whole();
    } catch (IndexOutOfBoundsException | NumberFormatException _) {
      return NULL;
    }
  }

  /** A field of an object. */
  public Json get(String name) {
    return value instanceof Map<?, ?> map && map.get(name) instanceof Json field ? field : NULL;
  }

  /** The elements of a list. */
  public List<Json> items() {
    return value instanceof List<?> list
        ? list.stream().filter(Json.class::isInstance).map(Json.class::cast).toList()
        : List.of();
  }

  /** As text; empty for null. */
  public String text() {
    return isNull() ? "" : value.toString();
  }

  /** True only for true. */
  public boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }

  /** Whether this is null or was missing. */
  public boolean isNull() {
    return equals(NULL);
  }

  /** Writes Java maps, lists, texts, numbers, booleans and values of this type. */
  public static String write(Object value) {
    return switch (value) {
      case Json json when json.isNull() -> "null";
      case Json json -> write(json.value);
      case Map<?, ?> map -> {
        var fields = new ArrayList<String>();
        map.forEach((k, v) -> fields.add(quote(k.toString()) + ":" + write(v)));
        yield "{" + String.join(",", fields) + "}";
      }
      case List<?> list -> "[" + String.join(",", list.stream().map(Json::write).toList()) + "]";
      case Number number -> number.toString();
      case Boolean bool -> bool.toString();
      default -> quote(value.toString());
    };
  }

  private static String quote(String text) {
    var out = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else if (c < 0x20) {
                out.append(String.format("\\u%04x", c));
              } else {
                out.append((char) c);
              }
            });
    return out.append('"').toString();
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    Json whole() {
      Json json = value();
      blanks();
      return at == text.length() ? json : NULL;
    }

    private Json value() {
      blanks();
      return switch (text.charAt(at)) {
        case '{' -> object();
        case '[' -> list();
        case '"' -> new Json(string());
        default -> word();
      };
    }

    private Json object() {
      var map = new LinkedHashMap<String, Json>();
      at++;
      for (blanks(); text.charAt(at) != '}'; blanks()) {
        separator();
        String key = string();
        blanks();
        expect(':');
        map.put(key, value());
      }
      at++;
      return new Json(map);
    }

    private Json list() {
      var list = new ArrayList<Json>();
      at++;
      for (blanks(); text.charAt(at) != ']'; blanks()) {
        separator();
        list.add(value());
      }
      at++;
      return new Json(list);
    }

    private void separator() {
      if (text.charAt(at) == ',') {
        at++;
        blanks();
      }
    }

    private String string() {
      expect('"');
      var out = new StringBuilder();
      while (text.charAt(at) != '"') {
        char c = text.charAt(at++);
        out.append(c == '\\' ? escaped() : c);
      }
      at++;
      return out.toString();
    }

    private char escaped() {
      char c = text.charAt(at++);
      return switch (c) {
        case 'n' -> '\n';
        case 't' -> '\t';
        case 'r' -> '\r';
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'u' -> {
          at += 4;
          yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        default -> c;
      };
    }

    private Json word() {
      int from = at;
      while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String word = text.substring(from, at);
      return switch (word) {
        case "true" -> new Json(true);
        case "false" -> new Json(false);
        case "null" -> NULL;
        default ->
            word.matches("-?\\d{1,18}")
                ? new Json(Long.parseLong(word))
                : new Json(Double.parseDouble(word));
      };
    }

    private void expect(char c) {
      if (text.charAt(at++) != c) {
        throw new NumberFormatException("not JSON at " + at);
      }
    }

    private void blanks() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
  }
}
