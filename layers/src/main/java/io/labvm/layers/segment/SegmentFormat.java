package io.labvm.layers.segment;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.codec.RecordInput;
import io.labvm.layers.codec.RecordOutput;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.LeftOut;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Header and trailer of a segment file; docs/storage-format.md describes them. */
final class SegmentFormat {
  static final byte[] MAGIC = "labvmseg".getBytes(StandardCharsets.US_ASCII);
  static final int FORMAT = 2;

  /** Of a segment that does not say what was left out. */
  static final int PLAIN = 1;

  /** Magic and length of the header. */
  static final int PREFIX = MAGIC.length + 4;

  static final int MAX_HEADER = 4096;

  /** Behind the records, the digest included. */
  static final int TRAILER = 8 + 8 + 8 + 4 + 1 + Digest.BYTES;

  /** Entries a reader accepts. */
  static final long MAX_ENTRIES = 1 << 20;

  private static final int MAX_ID = 63;
  private static final int MAX_CODES = 16;

  private SegmentFormat() {}

  /** The trailer without the digest. */
  record Trailer(long entries, long contentBytes, long recordBytes, int crc, boolean commit) {
    byte[] encode() {
      return ByteBuffer.allocate(TRAILER - Digest.BYTES)
          .putLong(entries)
          .putLong(contentBytes)
          .putLong(recordBytes)
          .putInt(crc)
          .put((byte) (commit ? 1 : 0))
          .array();
    }
  }

  static byte[] encode(SegmentHeader header) {
    RecordOutput fields = new RecordOutput();
    fields.putVarint(header.leftOut().isEmpty() ? PLAIN : FORMAT);
    byte[] upper = header.upper().getBytes(StandardCharsets.US_ASCII);
    fields.putVarint(upper.length);
    fields.putBytes(upper);
    fields.putVarint(header.number());
    fields.putVarint(header.epoch());
    Digest predecessor = header.predecessor();
    if (predecessor != null) {
      fields.putBytes(predecessor.bytes());
    }
    fields.putVarint(header.firstOfBatch());
    fields.putByte(header.consistency().number());
    Instant created = header.created();
    fields.putSigned(created.getEpochSecond());
    fields.putVarint(created.getNano());
    if (!header.leftOut().isEmpty()) {
      put(header.leftOut(), fields);
    }
    return ByteBuffer.allocate(PREFIX + fields.size())
        .put(MAGIC)
        .putInt(PREFIX + fields.size())
        .put(fields.view())
        .array();
  }

  private static void put(LeftOut leftOut, RecordOutput out) {
    out.putVarint(leftOut.byCode().size());
    for (var kind : new TreeMap<>(leftOut.byCode()).entrySet()) {
      putText(kind.getKey().getBytes(StandardCharsets.US_ASCII), out);
      out.putVarint(kind.getValue().count());
      out.putVarint(kind.getValue().first().size());
      for (LeftOut.Name name : kind.getValue().first()) {
        out.putVarint(name.length());
        putText(name.bytes(), out);
      }
    }
  }

  private static void putText(byte[] text, RecordOutput out) {
    out.putVarint(text.length);
    out.putBytes(text);
  }

  /** Decodes what stands behind the prefix. */
  static SegmentHeader decode(byte[] fields, Path file) throws IOException {
    RecordInput in = RecordInput.of(fields, file, PREFIX);
    long format = in.readVarint(Long.MAX_VALUE, "format");
    if (format > FORMAT) {
      throw LayerException.about(
          LayerError.UNSUPPORTED, file, file + " has format " + format + ", known is " + FORMAT);
    }
    try {
      SegmentHeader header = header(in, format);
      if (format < 1 || !in.atEnd()) {
        throw in.damaged("header of format " + format);
      }
      return header;
    } catch (IllegalArgumentException e) {
      throw in.damaged(String.valueOf(e.getMessage()));
    }
  }

  private static SegmentHeader header(RecordInput in, long format) throws IOException {
    String upper = text(in, MAX_ID, "upper");
    long number = in.readVarint(Long.MAX_VALUE, "number");
    long epoch = in.readVarint(Long.MAX_VALUE, "epoch");
    Digest predecessor = number == 1 ? null : Digest.of(in.readBytes(Digest.BYTES));
    long firstOfBatch = in.readVarint(number, "first of the batch");
    Consistency consistency = consistency(in);
    long seconds = in.readSigned("time");
    int nanos = in.readInt(999_999_999, "nanoseconds");
    if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
      throw in.damaged("time " + seconds);
    }
    return new SegmentHeader(
        upper,
        number,
        epoch,
        predecessor,
        firstOfBatch,
        consistency,
        Instant.ofEpochSecond(seconds, nanos),
        format == PLAIN ? LeftOut.NOTHING : leftOut(in));
  }

  private static LeftOut leftOut(RecordInput in) throws IOException {
    Map<String, LeftOut.Names> byCode = new TreeMap<>();
    int codes = in.readInt(MAX_CODES, "codes of what was left out");
    for (int i = 0; i < codes; i++) {
      String code = text(in, MAX_ID, "code");
      long count = in.readVarint(Long.MAX_VALUE, "count");
      List<LeftOut.Name> first = new ArrayList<>();
      int names = in.readInt(LeftOut.MOST_NAMES, "names");
      for (int n = 0; n < names; n++) {
        long length = in.readVarint(Integer.MAX_VALUE, "length");
        first.add(new LeftOut.Name(text(in, LeftOut.MOST_BYTES, "name"), length));
      }
      byCode.put(code, new LeftOut.Names(count, first));
    }
    if (byCode.isEmpty() || byCode.size() < codes) {
      throw in.damaged("what was left out");
    }
    return new LeftOut(byCode);
  }

  private static String text(RecordInput in, int max, String what) throws IOException {
    return new String(in.readBytes(in.readInt(max, what)), StandardCharsets.ISO_8859_1);
  }

  private static Consistency consistency(RecordInput in) throws IOException {
    int number = in.readByte();
    for (Consistency consistency : Consistency.values()) {
      if (consistency.number() == number) {
        return consistency;
      }
    }
    throw in.damaged("consistency " + number);
  }

  static Trailer trailer(ByteBuffer bytes, Path file, long offset) throws LayerException {
    long entries = bytes.getLong();
    long contentBytes = bytes.getLong();
    long recordBytes = bytes.getLong();
    int crc = bytes.getInt();
    int flags = bytes.get();
    if (flags != 0 && flags != 1) {
      throw LayerException.damaged(file, offset, "flags " + flags);
    }
    if (entries < 1 || entries > MAX_ENTRIES) {
      throw LayerException.damaged(file, offset, entries + " entries");
    }
    return new Trailer(entries, contentBytes, recordBytes, crc, flags == 1);
  }
}
