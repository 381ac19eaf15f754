package io.labvm.layers.source;

import io.labvm.layers.LayerException;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One entry with everything the headers before it said. */
final class TarEntry {
  /** Names below names: longer than any kernel takes, short enough for memory. */
  static final int MAX_PATH = 1 << 20;

  final char type;
  final byte[] path;
  final byte[] link;
  final TarHeader header;
  final PaxRecords pax;

  /** Bytes that follow in the archive. */
  final long stored;

  private final TarInput in;

  TarEntry(TarHeader header, PaxRecords pax, byte[] path, byte[] link, TarInput in)
      throws IOException {
    this.header = header;
    this.pax = pax;
    this.path = pax.bytes("GNU.sparse.name", pax.bytes("path", path));
    this.link = pax.bytes("linkpath", link);
    this.type = typeOf(header.type(), this.path);
    this.stored = pax.number("size", header.size(), in);
    this.in = in;
    if (stored < 0) {
      throw in.refused("negative size");
    }
  }

  /** Archives before POSIX mark directories by a final slash only. */
  private static char typeOf(char flag, byte[] path) {
    boolean plain = flag == 0 || flag == '0' || flag == '7';
    if (plain) {
      return path.length > 0 && path[path.length - 1] == '/' ? '5' : '0';
    }
    return flag == 'D' ? '5' : flag;
  }

  FileType fileType() throws LayerException {
    return switch (type) {
      case '0', 'S' -> FileType.REGULAR;
      case '2' -> FileType.SYMBOLIC_LINK;
      case '3' -> FileType.CHARACTER_DEVICE;
      case '4' -> FileType.BLOCK_DEVICE;
      case '5' -> FileType.DIRECTORY;
      case '6' -> FileType.FIFO;
      default -> throw in.refused("entry of unknown type '" + type + "'");
    };
  }

  int uid() throws IOException {
    return id(pax.number("uid", header.uid(), in));
  }

  int gid() throws IOException {
    return id(pax.number("gid", header.gid(), in));
  }

  private int id(long value) throws LayerException {
    if (value < 0 || value > 0xffff_fffeL) {
      throw in.refused("owner " + value);
    }
    return (int) value;
  }

  long mtimeSeconds() throws IOException {
    byte[] text = pax.bytes("mtime");
    if (text == null) {
      return header.mtime();
    }
    String number = new String(text, StandardCharsets.ISO_8859_1);
    int dot = number.indexOf('.');
    String whole = dot < 0 ? number : number.substring(0, dot);
    long seconds = PaxRecords.parseNumber(whole.getBytes(StandardCharsets.ISO_8859_1), in);
    boolean below = number.startsWith("-") && fraction() > 0;
    return below ? Math.subtractExact(seconds, 1) : seconds;
  }

  int mtimeNanos() throws IOException {
    int nanos = fraction();
    byte[] text = pax.bytes("mtime");
    return text != null && text.length > 0 && text[0] == '-' && nanos > 0
        ? 1_000_000_000 - nanos
        : nanos;
  }

  private int fraction() throws LayerException {
    byte[] text = pax.bytes("mtime");
    int nanos = 0;
    int digit = 100_000_000;
    for (int i = text == null ? 0 : indexAfterDot(text); text != null && i < text.length; i++) {
      if (text[i] < '0' || text[i] > '9') {
        throw in.refused("time " + new String(text, StandardCharsets.ISO_8859_1));
      }
      nanos += (text[i] - '0') * digit;
      digit /= 10;
    }
    return nanos;
  }

  private static int indexAfterDot(byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '.') {
        return i + 1;
      }
    }
    return text.length;
  }

  int device(long number, int bits) throws LayerException {
    if (number < 0 || number >>> bits != 0) {
      throw in.refused("device number " + number);
    }
    return (int) number;
  }

  /** The names of the path; absolute paths count from the root, {@code ..} is refused. */
  byte[][] names(byte[] text) throws LayerException {
    byte[][] names = new byte[8][];
    int count = 0;
    for (int from = 0; from < text.length; ) {
      int end = from;
      while (end < text.length && text[end] != '/') {
        end++;
      }
      if (isName(text, from, end)) {
        if (count == names.length) {
          names = Arrays.copyOf(names, count * 2);
        }
        names[count++] = Arrays.copyOfRange(text, from, end);
      }
      from = end + 1;
    }
    return Arrays.copyOf(names, count);
  }

  private boolean isName(byte[] text, int from, int end) throws LayerException {
    int length = end - from;
    if (length == 2 && text[from] == '.' && text[from + 1] == '.') {
      throw in.refused("path with .. would lead out of the tree");
    }
    if (length > 255) {
      throw in.refused("name of " + length + " bytes");
    }
    for (int i = from; i < end; i++) {
      if (text[i] == 0) {
        throw in.refused("name with a NUL byte");
      }
    }
    return length > 1 || (length == 1 && text[from] != '.');
  }
}
