package io.labvm.layers.index;

import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.NameState;
import java.io.IOException;

/** An index from what was shipped: names, states and looks; tokens nobody knows. */
final class Rebuild {
  private Rebuild() {}

  static void write(DeltaSource shipped, RunWriter writer) throws IOException {
    for (DeltaEntry entry = shipped.next(); entry != null; entry = shipped.next()) {
      writer.put(new Row(entry.path(), indexed(entry), false));
    }
  }

  private static IndexEntry indexed(DeltaEntry entry) {
    if (entry.state() == NameState.WHITEOUT) {
      return IndexEntry.whiteout(entry.path());
    }
    boolean linked = entry.group() > 0;
    // Which names are one inode still counts, whatever number it has.
    Token token = linked ? new Token(-entry.group(), 0, 0, false) : Token.NONE;
    return new IndexEntry(
        entry.path(), entry.state(), linked, token, Shown.of(entry.attributes(), entry.body()));
  }
}
