package io.labvm.layers.view;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One header record of an archive; what does not fit goes into the pax records before it. */
public final class UstarHeader {
  private static final int NAME = 100;
  private static final long MOST_SIZE = 0_77777777777L;
  private static final int MOST_ID = 0_7777777;

  private final byte[] record = new byte[512];

  /**
   * @param type as the format has it: {@code 0} for a file, {@code 5} for a folder, ...
   */
  public UstarHeader(char type) {
    record[156] = (byte) type;
    ascii(257, "ustar\0" + "00");
    octal(136, 12, 0);
    octal(329, 8, 0);
    octal(337, 8, 0);
  }

  /** The header before extended records. */
  public static UstarHeader ofPax(int length) {
    UstarHeader header = new UstarHeader('x');
    header.ascii(0, "PaxHeader");
    header.octal(100, 8, 0644);
    header.octal(108, 8, 0);
    header.octal(116, 8, 0);
    header.octal(124, 12, length);
    return header;
  }

  /** The name; one that does not fit goes into the records. */
  public UstarHeader name(byte[] name, PaxRecords pax) {
    if (name.length > NAME || !isAscii(name)) {
      pax.bytes("path", name);
    }
    System.arraycopy(name, 0, record, 0, Math.min(name.length, NAME));
    return this;
  }

  /** What a link leads to; null for everything else. */
  public UstarHeader link(byte @Nullable [] target, PaxRecords pax) {
    if (target != null) {
      if (target.length > NAME || !isAscii(target)) {
        pax.bytes("linkpath", target);
      }
      System.arraycopy(target, 0, record, 157, Math.min(target.length, NAME));
    }
    return this;
  }

  /** Bytes of content that follow. */
  public UstarHeader size(long size, PaxRecords pax) {
    if (size > MOST_SIZE) {
      pax.text("size", Long.toString(size));
    }
    octal(124, 12, Math.min(size, MOST_SIZE));
    return this;
  }

  /** Rights and owner, which are numbers without a sign. */
  public UstarHeader owner(int mode, int uid, int gid, PaxRecords pax) {
    octal(100, 8, mode & 07777);
    id(108, "uid", uid, pax);
    id(116, "gid", gid, pax);
    return this;
  }

  /** When the content was changed; fractions are the records' business. */
  public UstarHeader changed(long seconds) {
    octal(136, 12, Math.clamp(seconds, 0, MOST_SIZE));
    return this;
  }

  private void id(int at, String key, int id, PaxRecords pax) {
    long value = Integer.toUnsignedLong(id);
    if (value > MOST_ID) {
      pax.text(key, Long.toString(value));
    }
    octal(at, 8, Math.min(value, MOST_ID));
  }

  /** Numbers of a device; 0 for everything else. */
  public UstarHeader device(int major, int minor) {
    octal(329, 8, major);
    octal(337, 8, minor);
    return this;
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private void ascii(int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, record, at, bytes.length);
  }

  private void octal(int at, int length, long value) {
    String digits = Long.toOctalString(value);
    ascii(at, "0".repeat(length - 1 - digits.length()) + digits);
  }

  /** With its checksum. */
  public byte[] encode() {
    ascii(148, "        ");
    int sum = 0;
    for (byte b : record) {
      sum += b & 0xff;
    }
    ascii(148, "%06o\0 ".formatted(sum));
    return record;
  }
}
