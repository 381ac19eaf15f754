package io.labvm.layers.store;

import io.labvm.layers.json.Json;
import io.labvm.layers.json.JsonDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A fencing number of a desktop: whoever holds the highest one may run it.
 *
 * @param number from 1 on
 * @param operation that took it
 * @param version the upper is mounted on
 */
public record Epoch(long number, Holder holder, OperationKey operation, int version) {
  static final int FORMAT = 1;

  static Epoch read(Path file, long number) throws IOException {
    JsonDocument json = JsonDocument.read(file).requireFormat(FORMAT);
    try {
      return new Epoch(
          number,
          new Holder(json.text("node"), json.text("upper")),
          new OperationKey(json.text("operation")),
          Math.toIntExact(json.number("version")));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw io.labvm.layers.LayerException.damaged(file, 0, String.valueOf(e.getMessage()));
    }
  }

  byte[] document() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("epoch", number);
    json.put("node", holder.node());
    json.put("upper", holder.upperId());
    json.put("operation", operation.value());
    json.put("version", version);
    return Json.document(json);
  }
}
