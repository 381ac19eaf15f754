package io.labvm.layers.store;

import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Takes layers away that no version of the whole store lists. */
final class LayerSweep {
  private final Store store;
  private final UnlistedMark marks;
  private List<String> unreadable = List.of();
  private int waiting;

  LayerSweep(Store store, Prune.Waits waits) {
    this.store = store;
    this.marks = new UnlistedMark(store, waits.unlisted());
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
        Files.deleteIfExists(store.layers().mark(layer));
      } else if (marks.isDue(store.layers().mark(layer))) {
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
      // First, or it would count for a layer of that content that is made again.
      Files.deleteIfExists(store.layers().mark(layer));
      FaultPoint.reach("prune.layer.before");
      if (store.layers().moveToTrash(layer)) {
        moved.add(layer);
      }
      FaultPoint.reach("prune.layer.after");
    }
    // Someone who listed one just now may have looked for it before it moved.
    Listed after = Listed.of(store);
    for (Digest layer : List.copyOf(moved)) {
      if (after.layers().contains(layer)) {
        store.layers().require(List.of(layer));
        moved.remove(layer);
      }
    }
    return moved;
  }

  List<String> unreadable() {
    return unreadable;
  }

  int waiting() {
    return waiting;
  }
}
