package io.labvm.layers.delta;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The blocks of a file that hold data, in order, with what of its parts lies in each. */
public final class Blocks {
  /** Bytes of a block. They are counted from the start of the file, holes too. */
  public static final int BYTES = 1 << 20;

  private final List<Part> parts;
  private int next;
  private long from;

  /**
   * @param parts ascending and apart
   */
  public Blocks(List<Part> parts) {
    this.parts = parts;
  }

  /**
   * One block.
   *
   * @param number from 0 at the start of the file
   * @param parts cut at its bounds; those that go on where another ends are one
   */
  public record Block(long number, List<Part> parts) {
    public Block {
      parts = List.copyOf(parts);
    }

    /** Bytes of data. */
    public int length() {
      return (int) parts.stream().mapToLong(Part::length).sum();
    }

    /** Whether data stands at the same places as in another block. */
    public boolean isCutAs(Block other) {
      boolean same = parts.size() == other.parts.size();
      for (int i = 0; same && i < parts.size(); i++) {
        Part mine = parts.get(i);
        Part its = other.parts.get(i);
        same = mine.offset() == its.offset() && mine.length() == its.length();
      }
      return same;
    }
  }

  /** The next block that holds data, or null. */
  public @Nullable Block next() {
    if (next == parts.size()) {
      return null;
    }
    long number = Math.max(from, parts.get(next).offset()) / BYTES;
    long end = number >= Long.MAX_VALUE / BYTES ? Long.MAX_VALUE : (number + 1) * BYTES;
    List<Part> cut = new ArrayList<>();
    while (next < parts.size() && parts.get(next).offset() < end) {
      Part part = parts.get(next);
      long until = Math.min(part.end(), end);
      append(cut, cut(part, Math.max(part.offset(), from), until));
      from = until;
      if (part.end() > until) {
        break;
      }
      next++;
    }
    return new Block(number, cut);
  }

  private static Part cut(Part part, long from, long until) {
    long data = part.isInline() ? 0 : part.dataOffset() + from - part.offset();
    return new Part(from, until - from, part.data(), data);
  }

  /** How many blocks hold data. */
  public static long count(List<Part> parts) {
    long count = 0;
    long before = -1;
    for (Part part : parts) {
      long first = Math.max(before + 1, part.offset() / BYTES);
      before = Math.max(before, (part.end() - 1) / BYTES);
      count += before - first + 1;
    }
    return count;
  }

  /** Adds a part behind others; as one with the last, when it goes on where that one ends. */
  public static void append(List<Part> to, Part part) {
    Part last = to.isEmpty() ? null : to.getLast();
    if (last == null || last.end() != part.offset() || !goesOn(last, part)) {
      to.add(part);
    } else {
      to.set(
          to.size() - 1,
          new Part(last.offset(), last.length() + part.length(), last.data(), last.dataOffset()));
    }
  }

  private static boolean goesOn(Part last, Part part) {
    Digest data = last.data();
    return data == null
        ? part.isInline()
        : Objects.equals(data, part.data())
            && last.dataOffset() + last.length() == part.dataOffset();
  }
}
