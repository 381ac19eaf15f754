package io.labvm.layers.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What the end of a run says about it.
 *
 * @param first first of the frames that were merged into it; frames count from 1 on
 * @param last last of them
 * @param upper whose run it is
 * @param predecessor what was shipped before its first frame
 * @param head what was shipped with its last
 */
record RunInfo(
    long first,
    long last,
    String upper,
    Head predecessor,
    Head head,
    long rows,
    int blocks,
    long tableOffset,
    int tableLength,
    int tableCrc) {
  private static final int MAX_UPPER = 63;

  RunInfo {
    boolean sound =
        first >= 1
            && first <= last
            && rows >= 0
            && blocks >= 0
            && tableOffset >= RunFormat.HEADER
            && tableLength >= 0
            && predecessor.segment() <= head.segment()
            && upper.length() <= MAX_UPPER;
    if (!sound) {
      throw new IllegalArgumentException("run " + first + "-" + last + " of " + upper);
    }
  }

  byte[] encode() {
    byte[] bytes = new byte[RunFormat.TRAILER];
    ByteBuffer b = RunFormat.little(bytes);
    b.put(RunFormat.MAGIC).putInt(RunFormat.FORMAT).putInt(0);
    b.putLong(tableOffset).putInt(tableLength).putInt(tableCrc).putInt(blocks).putInt(0);
    b.putLong(rows).putLong(first).putLong(last);
    put(b, predecessor);
    put(b, head);
    byte[] name = upper.getBytes(StandardCharsets.US_ASCII);
    b.put((byte) name.length).put(name);
    b.putInt(RunFormat.MAGIC.length + 4, crc(bytes));
    return bytes;
  }

  private static void put(ByteBuffer to, Head head) {
    to.putLong(head.segment()).put(head.digest().bytes());
  }

  /** Anything impossible is an unchecked exception, to be told as damage. */
  static RunInfo decode(byte[] bytes) {
    ByteBuffer b = RunFormat.little(bytes);
    byte[] magic = new byte[RunFormat.MAGIC.length];
    b.get(magic);
    if (!Arrays.equals(magic, RunFormat.MAGIC)) {
      throw new IllegalArgumentException("no end of a run");
    }
    int format = b.getInt();
    if (format != RunFormat.FORMAT) {
      throw new IllegalArgumentException("format " + format);
    }
    int crc = b.getInt();
    if (crc != crc(bytes)) {
      throw new IllegalArgumentException("checksum");
    }
    long tableOffset = b.getLong();
    int tableLength = b.getInt();
    int tableCrc = b.getInt();
    int blocks = b.getInt();
    var ignored = b.getInt();
    long rows = b.getLong();
    long first = b.getLong();
    long last = b.getLong();
    Head predecessor = head(b);
    Head head = head(b);
    byte[] name = new byte[b.get()];
    b.get(name);
    String upper = new String(name, StandardCharsets.US_ASCII);
    return new RunInfo(
        first, last, upper, predecessor, head, rows, blocks, tableOffset, tableLength, tableCrc);
  }

  private static Head head(ByteBuffer from) {
    return new Head(from.getLong(), RunFormat.getDigest(from));
  }

  /** Over all bytes but the checksum's own. */
  private static int crc(byte[] bytes) {
    int at = RunFormat.MAGIC.length + 4;
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, at);
    crc.update(bytes, at + 4, bytes.length - at - 4);
    return (int) crc.getValue();
  }
}
