package io.labvm.layers.source;

import java.io.IOException;
import java.util.Arrays;

/** The fields of one header record. Numbers are octal text or, with the top bit set, binary. */
final class TarHeader {
  private final byte[] record;
  private final TarInput in;

  TarHeader(byte[] record, TarInput in) {
    this.record = record;
    this.in = in;
  }

  boolean isZero() {
    for (byte b : record) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** Some old programs summed the bytes as signed numbers. */
  void requireChecksum() throws IOException {
    long stated = number(148, 8);
    if (stated != sum(0xff) && stated != sum(-1)) {
      throw in.refused("not a tar header");
    }
  }

  /** The checksum's own field counts as spaces. */
  private int sum(int mask) {
    int sum = 8 * ' ';
    for (byte b : record) {
      sum += b & mask;
    }
    for (int i = 148; i < 156; i++) {
      sum -= record[i] & mask;
    }
    return sum;
  }

  char type() {
    return (char) (record[156] & 0xff);
  }

  private boolean isPosix() {
    return text(257, 6).length == 5 && record[263] == '0' && record[264] == '0';
  }

  byte[] name() {
    byte[] name = text(0, 100);
    byte[] prefix = isPosix() ? text(345, 155) : new byte[0];
    if (prefix.length == 0) {
      return name;
    }
    byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    whole[prefix.length] = '/';
    System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
    return whole;
  }

  byte[] link() {
    return text(157, 100);
  }

  int mode() throws IOException {
    return (int) number(100, 8) & 07777;
  }

  long uid() throws IOException {
    return number(108, 8);
  }

  long gid() throws IOException {
    return number(116, 8);
  }

  long size() throws IOException {
    return number(124, 12);
  }

  long mtime() throws IOException {
    return number(136, 12);
  }

  long deviceMajor() throws IOException {
    return number(329, 8);
  }

  long deviceMinor() throws IOException {
    return number(337, 8);
  }

  byte[] text(int at, int length) {
    int end = at;
    while (end < at + length && record[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(record, at, end);
  }

  byte at(int index) {
    return record[index];
  }

  /** A field's number; spaces and NULs round it are usual, an empty field is 0. */
  long number(int at, int length) throws IOException {
    if ((record[at] & 0x80) != 0) {
      return binary(at, length);
    }
    long value = 0;
    boolean ended = false;
    boolean begun = false;
    for (int i = at; i < at + length; i++) {
      byte b = record[i];
      boolean blank = b == ' ' || b == 0;
      if (blank) {
        ended = begun;
      } else if (ended || b < '0' || b > '7') {
        throw in.refused("not an octal number in the header");
      } else {
        begun = true;
        value = value << 3 | (b - '0');
      }
    }
    return value;
  }

  private long binary(int at, int length) throws IOException {
    boolean negative = (record[at] & 0x40) != 0;
    long value = negative ? -1 : 0;
    for (int i = at; i < at + length; i++) {
      int b = i == at ? (record[i] & 0x3f) | (negative ? 0xc0 : 0) : record[i] & 0xff;
      long high = value >> 55;
      if (high != 0 && high != -1) {
        throw in.refused("number beyond 63 bits in the header");
      }
      value = value << 8 | (b & 0xff);
    }
    return value;
  }
}
