package io.labvm.layers.fold;

import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One source at its current entry; ordered by path, then the topmost first. */
final class Cursor implements Comparable<Cursor> {
  private final int index;
  private final DeltaSource source;
  private @Nullable DeltaEntry entry;

  Cursor(int index, DeltaSource source) {
    this.index = index;
    this.source = source;
  }

  /** Goes to the next entry; false behind the last. */
  boolean advance() throws IOException {
    entry = source.next();
    return entry != null;
  }

  DeltaEntry entry() {
    if (entry == null) {
      throw new IllegalStateException("behind the last entry");
    }
    return entry;
  }

  int index() {
    return index;
  }

  DeltaSource source() {
    return source;
  }

  boolean isAt(Cursor other) {
    return entry().path().equals(other.entry().path());
  }

  @Override
  public int compareTo(Cursor other) {
    int order = entry().path().compareTo(other.entry().path());
    return order != 0 ? order : Integer.compare(index, other.index);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return index;
  }
}
