package io.labvm.layers.view;

import io.labvm.layers.erofs.ImageInode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One header record of an archive; what does not fit goes into the pax records before it. */
final class UstarHeader {
  private static final int NAME = 100;
  private static final long MOST_SIZE = 0_77777777777L;
  private static final int MOST_ID = 0_7777777;

  private final byte[] record = new byte[512];

  UstarHeader(char type) {
    record[156] = (byte) type;
    ascii(257, "ustar\0" + "00");
    octal(136, 12, 0);
    octal(329, 8, 0);
    octal(337, 8, 0);
  }

  /** The header before extended records. */
  static UstarHeader ofPax(int length) {
    UstarHeader header = new UstarHeader('x');
    header.ascii(0, "PaxHeader");
    header.octal(100, 8, 0644);
    header.octal(108, 8, 0);
    header.octal(116, 8, 0);
    header.octal(124, 12, length);
    return header;
  }

  UstarHeader name(byte[] name, PaxRecords pax) {
    if (name.length > NAME || !isAscii(name)) {
      pax.bytes("path", name);
    }
    System.arraycopy(name, 0, record, 0, Math.min(name.length, NAME));
    return this;
  }

  UstarHeader link(byte @Nullable [] target, PaxRecords pax) {
    if (target != null) {
      if (target.length > NAME || !isAscii(target)) {
        pax.bytes("linkpath", target);
      }
      System.arraycopy(target, 0, record, 157, Math.min(target.length, NAME));
    }
    return this;
  }

  UstarHeader size(long size, PaxRecords pax) {
    if (size > MOST_SIZE) {
      pax.text("size", Long.toString(size));
    }
    octal(124, 12, Math.min(size, MOST_SIZE));
    return this;
  }

  UstarHeader owner(ImageInode inode, PaxRecords pax) {
    octal(100, 8, inode.mode() & 07777);
    id(108, "uid", inode.uid(), pax);
    id(116, "gid", inode.gid(), pax);
    octal(136, 12, Math.clamp(inode.mtimeSeconds(), 0, MOST_SIZE));
    return this;
  }

  private void id(int at, String key, int id, PaxRecords pax) {
    long value = Integer.toUnsignedLong(id);
    if (value > MOST_ID) {
      pax.text(key, Long.toString(value));
    }
    octal(at, 8, Math.min(value, MOST_ID));
  }

  UstarHeader device(ImageInode inode) {
    octal(329, 8, inode.deviceMajor());
    octal(337, 8, inode.deviceMinor());
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
  byte[] encode() {
    ascii(148, "        ");
    int sum = 0;
    for (byte b : record) {
      sum += b & 0xff;
    }
    ascii(148, "%06o\0 ".formatted(sum));
    return record;
  }
}
