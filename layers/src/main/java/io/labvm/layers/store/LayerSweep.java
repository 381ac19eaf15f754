package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.json.Json;
import io.labvm.layers.json.JsonDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes layers away that no version of the whole store lists. */
final class LayerSweep {
  private static final int FORMAT = 1;

  private final Store store;
  private final Prune.Waits waits;
  private List<String> unreadable = List.of();
  private int waiting;

  LayerSweep(Store store, Prune.Waits waits) {
    this.store = store;
    this.waits = waits;
  }

  /** The layers moved to the trash. */
  List<Digest> run() throws IOException {
    Listed listed = Listed.of(store);
    unreadable = listed.unreadable();
    if (!unreadable.isEmpty()) {
      return List.of(); // what those documents list is not known
    }
    for (Digest layer : listed.layers()) {
      boolean ignored = store.layers().takeBack(layer);
    }
    List<Digest> due = new ArrayList<>();
    for (Digest layer : store.layers().ids()) {
      if (listed.layers().contains(layer)) {
        Files.deleteIfExists(mark(layer));
      } else if (isDue(layer)) {
        due.add(layer);
      } else {
        waiting++;
      }
    }
    return remove(due);
  }

  private List<Digest> remove(List<Digest> due) throws IOException {
    if (due.isEmpty()) {
      return due;
    }
    List<Digest> moved = new ArrayList<>();
    for (Digest layer : due) {
      store.reached("prune.before-layer");
      if (store.layers().moveToTrash(layer)) {
        moved.add(layer);
      }
      store.reached("prune.after-layer");
    }
    // Someone who listed one just now may have looked for it before it moved.
    Listed after = Listed.of(store);
    for (Digest layer : List.copyOf(moved)) {
      if (after.layers().contains(layer)) {
        store.layers().require(List.of(layer));
        moved.remove(layer);
      } else {
        Files.deleteIfExists(mark(layer));
      }
    }
    return moved;
  }

  /** Whether an earlier listing did not name it either, long enough ago; else that is noted. */
  private boolean isDue(Digest layer) throws IOException {
    Path mark = mark(layer);
    try {
      JsonDocument json = JsonDocument.read(mark).requireFormat(FORMAT);
      Instant since = Instant.parse(json.text("since"));
      return !store.now().isBefore(since.plus(waits.unlisted()));
    } catch (NoSuchFileException e) {
      note(mark);
    } catch (LayerException | DateTimeException e) {
      note(mark); // counts anew
    }
    return false;
  }

  private void note(Path mark) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("since", store.now().toString());
    Path temporary = store.temporary("unlisted");
    Durable.write(temporary, Json.document(json));
    Durable.publish(temporary, mark);
  }

  private Path mark(Digest layer) {
    Path directory = store.layers().directory(layer);
    return directory.resolveSibling(layer + ".unlisted");
  }

  List<String> unreadable() {
    return unreadable;
  }

  int waiting() {
    return waiting;
  }
}
