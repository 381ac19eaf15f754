package io.labvm.layers.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes of records, gathered in memory; the one that gathers them takes them away in time. */
public final class RecordOutput {
  private byte[] bytes = new byte[512];
  private int size;

  /** One byte: the low 8 bits. */
  public void putByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  public void putBytes(byte[] source) {
    putBytes(source, 0, source.length);
  }

  public void putBytes(byte[] source, int from, int length) {
    room(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /** A number in groups of 7 bits, lowest first, bit 7 set on all but the last. */
  public void putVarint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** A number that may be negative: near 0 in either direction is short. */
  public void putSigned(long value) {
    putVarint(value << 1 ^ value >> 63);
  }

  private void room(int length) {
    if (length > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, length), bytes.length * 2));
    }
  }

  public int size() {
    return size;
  }

  /** The bytes so far, without a copy; valid until the next change. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, size).slice();
  }

  /** A copy of the bytes so far. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  /** Forgets the bytes and keeps the room. */
  public void clear() {
    size = 0;
  }
}
