package io.labvm.layers.source;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of an archive: ustar, pax and GNU headers, of which several may describe one
 * entry. The content after an entry must be taken or skipped before the next.
 */
final class TarReader {
  private final TarInput in;
  private final PaxRecords global = new PaxRecords();

  TarReader(TarInput in) {
    this.in = in;
  }

  TarInput input() {
    return in;
  }

  /** The next entry, or null after the end mark. An archive without end mark is refused. */
  @Nullable TarEntry next() throws IOException {
    PaxRecords pax = new PaxRecords(global);
    byte[] longName = null;
    byte[] longLink = null;
    while (true) {
      TarHeader header = new TarHeader(in.read(TarInput.RECORD), in);
      if (header.isZero()) {
        return null;
      }
      header.requireChecksum();
      switch (header.type()) {
        case 'x' -> pax.parse(data(header, PaxRecords.MAX_BYTES), in);
        case 'g' -> {
          global.parse(data(header, PaxRecords.MAX_BYTES), in);
          pax = new PaxRecords(global);
        }
        case 'L' -> longName = text(data(header, TarEntry.MAX_PATH));
        case 'K' -> longLink = text(data(header, TarEntry.MAX_PATH));
        case 'V' -> {} // a volume label
        default -> {
          byte[] name = longName == null ? header.name() : longName;
          byte[] link = longLink == null ? header.link() : longLink;
          return new TarEntry(header, pax, name, link, in);
        }
      }
    }
  }

  private byte[] data(TarHeader header, int limit) throws IOException {
    long size = header.size();
    if (size < 0 || size > limit) {
      throw in.refused("extended header of " + size + " bytes");
    }
    byte[] data = in.read((int) size);
    in.align();
    return data;
  }

  private static byte[] text(byte[] data) {
    int end = 0;
    while (end < data.length && data[end] != 0) {
      end++;
    }
    return Arrays.copyOf(data, end);
  }
}
