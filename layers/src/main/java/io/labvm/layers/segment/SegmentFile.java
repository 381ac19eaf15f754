package io.labvm.layers.segment;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Where the parts of a segment file are; made only of a file whose digest is right. */
record SegmentFile(SegmentInfo info, int contentCrc, long contentStart, long recordStart) {
  private static final int BUFFER = 1 << 16;

  long recordEnd() {
    return info.fileBytes() - SegmentFormat.TRAILER;
  }

  static SegmentFile read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < SegmentFormat.PREFIX + SegmentFormat.TRAILER) {
      throw LayerException.damaged(file, size, "too short for a segment");
    }
    byte[] header = header(file, channel, size);
    long trailerAt = size - SegmentFormat.TRAILER;
    ByteBuffer end = read(file, channel, trailerAt, SegmentFormat.TRAILER);
    SegmentFormat.Trailer trailer = SegmentFormat.trailer(end, file, trailerAt);
    long recordStart = trailerAt - trailer.recordBytes();
    long expected = recordStart - trailer.contentBytes();
    if (trailer.recordBytes() < 0 || trailer.contentBytes() < 0 || expected != header.length) {
      throw LayerException.damaged(file, trailerAt, "the parts do not add up to the file");
    }
    Digest digest = digest(file, channel, header, recordStart, trailer);
    byte[] stated = new byte[Digest.BYTES];
    end.get(stated);
    if (!Arrays.equals(stated, digest.bytes())) {
      throw LayerException.damaged(file, size - Digest.BYTES, "digest of the segment");
    }
    SegmentHeader fields =
        SegmentFormat.decode(Arrays.copyOfRange(header, SegmentFormat.PREFIX, header.length), file);
    SegmentInfo info =
        new SegmentInfo(
            fields, trailer.commit(), digest, trailer.entries(), trailer.contentBytes(), size);
    return new SegmentFile(info, trailer.crc(), header.length, recordStart);
  }

  private static byte[] header(Path file, FileChannel channel, long size) throws IOException {
    ByteBuffer prefix = read(file, channel, 0, SegmentFormat.PREFIX);
    byte[] magic = new byte[SegmentFormat.MAGIC.length];
    prefix.get(magic);
    int length = prefix.getInt();
    if (!Arrays.equals(magic, SegmentFormat.MAGIC)) {
      throw LayerException.damaged(file, 0, "no segment");
    }
    if (length <= SegmentFormat.PREFIX
        || length > Math.min(SegmentFormat.MAX_HEADER, size - SegmentFormat.TRAILER)) {
      throw LayerException.damaged(file, magic.length, "header of " + length + " bytes");
    }
    return read(file, channel, 0, length).array();
  }

  private static Digest digest(
      Path file,
      FileChannel channel,
      byte[] header,
      long recordStart,
      SegmentFormat.Trailer trailer)
      throws IOException {
    MessageDigest sha = Digests.sha256();
    sha.update(header);
    long end = recordStart + trailer.recordBytes();
    for (long at = recordStart; at < end; ) {
      ByteBuffer piece = read(file, channel, at, (int) Math.min(BUFFER, end - at));
      at += piece.remaining();
      sha.update(piece);
    }
    sha.update(trailer.encode());
    return Digest.of(sha.digest());
  }

  /** Reads all content and compares its checksum. */
  void checkContent(Path file, FileChannel channel) throws IOException {
    CRC32C crc = new CRC32C();
    for (long at = contentStart; at < recordStart; ) {
      ByteBuffer piece = read(file, channel, at, (int) Math.min(BUFFER, recordStart - at));
      at += piece.remaining();
      crc.update(piece);
    }
    if ((int) crc.getValue() != contentCrc) {
      throw LayerException.damaged(file, contentStart, "checksum of the content");
    }
  }

  private static ByteBuffer read(Path file, FileChannel channel, long at, int length)
      throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    while (into.hasRemaining()) {
      if (channel.read(into, at + into.position()) < 0) {
        throw LayerException.damaged(file, at + into.position(), "the file ends");
      }
    }
    return into.flip();
  }
}
