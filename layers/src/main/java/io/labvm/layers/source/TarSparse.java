package io.labvm.layers.source;

import io.labvm.layers.erofs.Extents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which parts of a file an entry holds: GNU tar's four ways of saying so.
 *
 * @param size of the file
 * @param stored bytes of data that follow in the archive
 */
record TarSparse(Extents data, long size, long stored) {
  private static final int MAX_PARTS = 1 << 20;

  static TarSparse of(TarEntry entry, TarInput in) throws IOException {
    PaxRecords pax = entry.pax;
    if (entry.type == 'S') {
      return old(entry, in);
    }
    if (pax.number("GNU.sparse.major", 0, in) == 1) {
      return leading(entry, in);
    }
    if (pax.has("GNU.sparse.map")) {
      return made(
          numbers(pax.bytes("GNU.sparse.map", new byte[0]), in),
          realSize(entry, in),
          entry.stored,
          in);
    }
    if (!pax.sparsePairs().isEmpty()) {
      return made(pax.sparsePairs(), realSize(entry, in), entry.stored, in);
    }
    Extents whole = new Extents();
    whole.add(0, entry.stored);
    return new TarSparse(whole, entry.stored, entry.stored);
  }

  private static long realSize(TarEntry entry, TarInput in) throws IOException {
    long size = entry.pax.number("GNU.sparse.size", -1, in);
    return size >= 0 ? size : entry.pax.number("GNU.sparse.realsize", entry.stored, in);
  }

  /** Old GNU format: pairs in the header and in records after it. */
  private static TarSparse old(TarEntry entry, TarInput in) throws IOException {
    List<Long> pairs = new ArrayList<>();
    addPairs(entry.header, 386, 4, pairs);
    boolean more = entry.header.at(482) != 0;
    while (more) {
      TarHeader record = new TarHeader(in.read(TarInput.RECORD), in);
      addPairs(record, 0, 21, pairs);
      more = record.at(504) != 0;
      requireFew(pairs, in);
    }
    return made(pairs, entry.header.number(483, 12), entry.stored, in);
  }

  private static void addPairs(TarHeader record, int at, int count, List<Long> pairs)
      throws IOException {
    for (int i = 0; i < count && record.at(at + i * 24) != 0; i++) {
      pairs.add(record.number(at + i * 24, 12));
      pairs.add(record.number(at + i * 24 + 12, 12));
    }
  }

  /** Format 1.0: the map is text at the start of the content, padded to records. */
  private static TarSparse leading(TarEntry entry, TarInput in) throws IOException {
    long start = in.offset();
    long count = line(in);
    if (count < 0 || count > MAX_PARTS) {
      throw in.refused(count + " parts of a sparse file");
    }
    List<Long> pairs = new ArrayList<>();
    for (long i = 0; i < count * 2; i++) {
      pairs.add(line(in));
    }
    in.align();
    return made(pairs, realSize(entry, in), entry.stored - (in.offset() - start), in);
  }

  private static long line(TarInput in) throws IOException {
    long value = 0;
    for (int digits = 0; ; digits++) {
      byte b = in.read(1)[0];
      if (b == '\n' && digits > 0) {
        return value;
      }
      if (b < '0' || b > '9' || digits > 18) {
        throw in.refused("broken map of a sparse file");
      }
      value = value * 10 + b - '0';
    }
  }

  private static List<Long> numbers(byte[] text, TarInput in) throws IOException {
    List<Long> numbers = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= text.length; i++) {
      if (i == text.length || text[i] == ',') {
        numbers.add(PaxRecords.parseNumber(java.util.Arrays.copyOfRange(text, from, i), in));
        from = i + 1;
      }
    }
    return numbers;
  }

  private static void requireFew(List<Long> pairs, TarInput in) throws IOException {
    if (pairs.size() > 2 * MAX_PARTS) {
      throw in.refused("too many parts of a sparse file");
    }
  }

  private static TarSparse made(List<Long> pairs, long size, long stored, TarInput in)
      throws IOException {
    requireFew(pairs, in);
    Extents data = new Extents();
    long sum = 0;
    long end = 0;
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      long offset = pairs.get(i);
      long length = pairs.get(i + 1);
      if (offset < end || length < 0 || length > size - offset) {
        throw in.refused("parts of a sparse file out of order or beyond its end");
      }
      end = offset + length;
      sum += length;
      data.add(offset, end);
    }
    if (pairs.size() % 2 != 0 || sum != stored || size < 0) {
      throw in.refused("sparse file whose parts do not add up");
    }
    return new TarSparse(data, size, stored);
  }
}
