package io.labvm.layers.codec;

import io.labvm.layers.LayerException;
import java.io.IOException;
import java.nio.file.Path;

/** Bytes of records that may say anything: every read is bounded, what does not fit is damage. */
public abstract class RecordInput {
  private byte[] buffer;
  private int at;
  private int end;

  /** Starts with an empty buffer. */
  protected RecordInput() {
    this.buffer = new byte[0];
  }

  private RecordInput(byte[] bytes, int from, int to) {
    this.buffer = bytes;
    this.at = from;
    this.end = to;
  }

  /** Records that are in memory already, taken from an offset of a file. */
  public static RecordInput of(byte[] bytes, Path file, long offset) {
    return new RecordInput(bytes, 0, bytes.length) {
      @Override
      protected int refill(byte[] into) {
        return 0;
      }

      @Override
      protected byte[] room() {
        return new byte[0];
      }

      @Override
      public LayerException damaged(String what) {
        return LayerException.damaged(file, offset + position(), what);
      }
    };
  }

  /** Fills the room from its start; 0 at the end. */
  protected abstract int refill(byte[] into) throws IOException;

  /** Where {@link #refill} puts bytes. */
  protected abstract byte[] room();

  /** The finding, with file and offset. */
  public abstract LayerException damaged(String what);

  /** Read so far from the present buffer. */
  protected final int position() {
    return at;
  }

  /** Whether no byte is left. */
  public final boolean atEnd() throws IOException {
    if (at < end) {
      return false;
    }
    buffer = room();
    at = 0;
    end = refill(buffer);
    return end <= 0;
  }

  /** One byte, 0 to 255. */
  public final int readByte() throws IOException {
    if (at == end && atEnd()) {
      throw damaged("the records end early");
    }
    return buffer[at++] & 0xff;
  }

  /** Fills a part of an array. */
  public final void readFully(byte[] into, int from, int length) throws IOException {
    for (int done = 0; done < length; ) {
      if (at == end && atEnd()) {
        throw damaged("the records end early");
      }
      int n = Math.min(end - at, length - done);
      System.arraycopy(buffer, at, into, from + done, n);
      at += n;
      done += n;
    }
  }

  /** Bytes whose number the caller has bounded. */
  public final byte[] readBytes(int length) throws IOException {
    byte[] bytes = new byte[length];
    readFully(bytes, 0, length);
    return bytes;
  }

  /** A number of {@link RecordOutput#putVarint}, 0 to {@code max}; longer forms are damage. */
  public final long readVarint(long max, String what) throws IOException {
    long value = readAny(what);
    if (value < 0 || value > max) {
      throw damaged(what + " " + Long.toUnsignedString(value) + " beyond " + max);
    }
    return value;
  }

  /** As {@link #readVarint}, for what fits an int. */
  public final int readInt(int max, String what) throws IOException {
    return (int) readVarint(max, what);
  }

  /** A number of {@link RecordOutput#putSigned}. */
  public final long readSigned(String what) throws IOException {
    long value = readAny(what);
    return value >>> 1 ^ -(value & 1);
  }

  private long readAny(String what) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = readByte();
      if (shift == 63 && b > 1) {
        break;
      }
      value |= (b & 0x7fL) << shift;
      if (b < 0x80) {
        if (b == 0 && shift > 0) {
          throw damaged(what + " is longer than it needs to be");
        }
        return value;
      }
    }
    throw damaged(what + " beyond 64 bits");
  }
}
