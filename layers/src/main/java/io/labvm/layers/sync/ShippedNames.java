package io.labvm.layers.sync;

import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.index.Frame;
import io.labvm.layers.index.IndexEntry;
import io.labvm.layers.index.Shown;
import io.labvm.layers.index.Token;
import java.io.IOException;

/** What deltas say, as frames of an index: laid over each other they are what the deltas show. */
final class ShippedNames {
  private long groupsBefore;
  private long highest;

  /** Group numbers from here on mean other groups. */
  void nextGroups() {
    groupsBefore = highest;
  }

  void write(DeltaSource delta, Frame frame) throws IOException {
    for (DeltaEntry entry = delta.next(); entry != null; entry = delta.next()) {
      if (entry.state() == NameState.OPAQUE_DIRECTORY) {
        frame.replace(indexed(entry));
      } else {
        frame.put(indexed(entry));
      }
    }
  }

  private IndexEntry indexed(DeltaEntry entry) {
    if (entry.state() == NameState.WHITEOUT) {
      return IndexEntry.whiteout(entry.path());
    }
    boolean linked = entry.group() > 0;
    return new IndexEntry(
        entry.path(),
        entry.state(),
        linked,
        linked ? token(entry.group()) : Token.NONE,
        Shown.of(entry.attributes(), entry.body()));
  }

  /** Which names are one inode still counts, whatever number it has. */
  private Token token(long group) {
    highest = Math.max(highest, groupsBefore + group);
    return new Token(-(groupsBefore + group), 0, 0, false);
  }
}
