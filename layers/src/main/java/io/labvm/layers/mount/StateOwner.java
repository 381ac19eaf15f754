package io.labvm.layers.mount;

import io.labvm.layers.LayerException;
import io.labvm.layers.json.Json;
import io.labvm.layers.json.JsonDocument;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Holder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The file {@code owner} of a state directory: whose upper lies there.
 *
 * @param desktop it belongs to
 * @param holder this node and the upper's id
 * @param version the upper stands on
 * @param epoch taken last for it, 0 for none
 * @param made whether the upper exists: if so and it is gone, changes were lost
 */
public record StateOwner(DesktopKey desktop, Holder holder, int version, long epoch, boolean made) {
  private static final int FORMAT = 1;

  static Optional<StateOwner> read(Path file) throws IOException {
    try {
      JsonDocument json = JsonDocument.read(file).requireFormat(FORMAT);
      return Optional.of(
          new StateOwner(
              new DesktopKey(json.text("desktop")),
              new Holder(json.text("node"), json.text("upper")),
              Math.toIntExact(json.number("version")),
              json.number("epoch"),
              json.flag("made")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw LayerException.damaged(file, 0, String.valueOf(e.getMessage()));
    }
  }

  byte[] document() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("desktop", desktop.value());
    json.put("node", holder.node());
    json.put("upper", holder.upperId());
    json.put("version", version);
    json.put("epoch", epoch);
    json.put("made", made);
    return Json.document(json);
  }

  StateOwner withEpoch(long taken, int standsOn) {
    return new StateOwner(desktop, holder, standsOn, taken, made);
  }

  StateOwner withUpper() {
    return new StateOwner(desktop, holder, version, epoch, true);
  }
}
