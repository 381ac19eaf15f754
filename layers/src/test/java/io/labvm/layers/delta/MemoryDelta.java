package io.labvm.layers.delta;

import io.labvm.layers.erofs.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A delta in memory: takes one as a sink and gives it as a source, as often as wanted. */
public final class MemoryDelta implements DeltaSink {
  private final List<Item> items = new ArrayList<>();

  /** An entry and the bytes of its file, holes included. */
  public static final class Item {
    private final DeltaEntry entry;
    private final byte[] content;

    public Item(DeltaEntry entry, byte[] content) {
      this.entry = entry;
      this.content = content;
    }

    public DeltaEntry entry() {
      return entry;
    }

    public byte[] content() {
      return content;
    }
  }

  public static MemoryDelta of(List<Item> items) {
    MemoryDelta delta = new MemoryDelta();
    delta.items.addAll(items);
    return delta;
  }

  /** Reads a source to its end and closes it. */
  public static MemoryDelta read(DeltaSource source) throws IOException {
    MemoryDelta delta = new MemoryDelta();
    try (source) {
      for (DeltaEntry entry; (entry = source.next()) != null; ) {
        delta.entry(entry, source.content());
      }
    }
    return delta;
  }

  @Override
  public void entry(DeltaEntry entry, Content content) throws IOException {
    byte[] bytes = new byte[0];
    if (entry.body() instanceof Body.Data data) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(Math.toIntExact(data.size()));
      while (buffer.hasRemaining() && content.read(buffer.position(), buffer) > 0) {}
      bytes = new byte[buffer.flip().remaining()];
      buffer.get(bytes);
    }
    items.add(new Item(entry, bytes));
  }

  public List<Item> items() {
    return List.copyOf(items);
  }

  public List<DeltaEntry> entries() {
    return items.stream().map(Item::entry).toList();
  }

  /** A reader of its own; all of one delta share the numbers of groups. */
  public DeltaSource source() {
    return new Source();
  }

  /** Writes all entries. */
  public void writeTo(DeltaSink sink) throws IOException {
    try (DeltaSource source = source()) {
      for (DeltaEntry entry; (entry = source.next()) != null; ) {
        sink.entry(entry, source.content());
      }
    }
  }

  private final class Source implements DeltaSource {
    private int next;

    @Override
    public @Nullable DeltaEntry next() {
      return next == items.size() ? null : items.get(next++).entry;
    }

    @Override
    public Content content() {
      byte[] bytes = items.get(next - 1).content;
      return (offset, into) -> {
        int n = (int) Math.min(into.remaining(), bytes.length - offset);
        if (n <= 0) {
          return -1;
        }
        into.put(bytes, (int) offset, n);
        return n;
      };
    }

    @Override
    public Object groups() {
      return MemoryDelta.this;
    }

    @Override
    public void close() {}
  }

  /** Equal when entries and contents are. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof MemoryDelta that) || items.size() != that.items.size()) {
      return false;
    }
    for (int i = 0; i < items.size(); i++) {
      Item mine = items.get(i);
      Item theirs = that.items.get(i);
      if (!mine.entry.equals(theirs.entry)
          || !java.util.Arrays.equals(mine.content, theirs.content)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** A line per entry. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Item item : items) {
      text.append(item.entry).append('\n');
    }
    return text.toString();
  }
}
