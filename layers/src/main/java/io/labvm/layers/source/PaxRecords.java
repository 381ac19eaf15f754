package io.labvm.layers.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The key-value records of a pax header: {@code LENGTH KEY=VALUE\n}, values being any bytes. */
final class PaxRecords {
  /** One file may have 256 KiB of attributes, twice and by base64. */
  static final int MAX_BYTES = 4 << 20;

  private final Map<String, byte[]> values = new LinkedHashMap<>();

  /** The old sparse format repeats two keys; their values in order. */
  private final List<Long> sparsePairs = new ArrayList<>();

  PaxRecords() {}

  PaxRecords(PaxRecords base) {
    values.putAll(base.values);
  }

  void parse(byte[] data, TarInput in) throws IOException {
    for (int at = 0; at < data.length && data[at] != 0; ) {
      int space = indexOf(data, ' ', at, Math.min(data.length, at + 20));
      int length = space < 0 ? 0 : decimal(Arrays.copyOfRange(data, at, space));
      int end = at + length;
      int equals = space < 0 ? -1 : indexOf(data, '=', space, Math.min(end, data.length));
      if (length < 5 || end > data.length || end < at || equals < 0 || data[end - 1] != '\n') {
        throw in.refused("broken extended header");
      }
      String key = new String(data, space + 1, equals - space - 1, StandardCharsets.ISO_8859_1);
      put(key, Arrays.copyOfRange(data, equals + 1, end - 1), in);
      at = end;
    }
  }

  private void put(String key, byte[] value, TarInput in) throws IOException {
    if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
      sparsePairs.add(parseNumber(value, in));
    } else if (value.length == 0 && !key.contains("xattr")) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
  }

  private static int indexOf(byte[] data, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (data[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static int decimal(byte[] digits) {
    int value = 0;
    for (byte b : digits) {
      if (b < '0' || b > '9' || value > MAX_BYTES) {
        return 0;
      }
      value = value * 10 + b - '0';
    }
    return value;
  }

  byte @Nullable [] bytes(String key) {
    return values.get(key);
  }

  byte[] bytes(String key, byte[] otherwise) {
    byte[] value = values.get(key);
    return value == null ? otherwise : value;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  long number(String key, long otherwise, TarInput in) throws IOException {
    byte[] value = values.get(key);
    return value == null ? otherwise : parseNumber(value, in);
  }

  static long parseNumber(byte[] value, TarInput in) throws IOException {
    try {
      return Long.parseLong(new String(value, StandardCharsets.ISO_8859_1).strip());
    } catch (NumberFormatException e) {
      throw in.refused("not a number in the extended header");
    }
  }

  List<Long> sparsePairs() {
    return sparsePairs;
  }

  Map<String, byte[]> all() {
    return values;
  }
}
