package io.labvm.layers.segment;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.codec.EntryEncoder;
import io.labvm.layers.codec.RecordOutput;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.ContentDigest;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaOrder;
import io.labvm.layers.delta.DeltaSink;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.Part;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.erofs.Content;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes one segment. Content goes to the file as it comes, the compressed records wait in memory,
 * so whoever writes asks {@link #isFull} and goes on in the next segment. The file is whole after
 * {@link #finish}, durable when its writer makes it so; a segment that was not finished is removed.
 */
public final class SegmentWriter implements DeltaSink, Closeable {
  private static final long FULL_CONTENT = 64 << 20;
  private static final long FULL_ENTRIES = 64 << 10;
  private static final long FULL_RECORDS = 16 << 20;

  private final Path file;
  private final SegmentHeader header;
  private final ContentOutput out;
  private final MessageDigest sha = Digests.sha256();
  private final EntryEncoder encoder = new EntryEncoder();
  private final RecordOutput record = new RecordOutput();
  private final ByteArrayOutputStream records = new ByteArrayOutputStream();
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
  private final DeflaterOutputStream packing = new DeflaterOutputStream(records, deflater, 4096);
  private final DeltaOrder order = new DeltaOrder();
  private final Set<Long> groups = new HashSet<>();
  private long entries;
  private long recordBytes;
  private boolean finished;

  private SegmentWriter(Path file, SegmentHeader header) throws IOException {
    this.file = file;
    this.header = header;
    this.out = new ContentOutput(file);
  }

  /** Starts a segment in a new file. */
  public static SegmentWriter create(Path file, SegmentHeader header) throws IOException {
    SegmentWriter writer = new SegmentWriter(file, header);
    boolean begun = false;
    try {
      byte[] bytes = SegmentFormat.encode(header);
      writer.sha.update(bytes);
      writer.out.write(bytes);
      begun = true;
      return writer;
    } finally {
      if (!begun) {
        writer.close();
      }
    }
  }

  /** Whether the next entry belongs into another segment. */
  public boolean isFull() {
    return out.contentBytes() >= FULL_CONTENT
        || entries >= FULL_ENTRIES
        || recordBytes >= FULL_RECORDS;
  }

  /**
   * Takes one entry and its content, once for the names of a group. Content that is not what the
   * entry's digest says is refused; the segment is then of no use.
   */
  @Override
  public void entry(DeltaEntry entry, Content content) throws IOException {
    String complaint = order.complaint(entry);
    if (complaint != null) {
      throw new IllegalArgumentException(complaint + ": " + entry.path());
    }
    if (++entries > SegmentFormat.MAX_ENTRIES) {
      throw new LayerException(LayerError.UNSUPPORTED, "too many entries for one segment");
    }
    if (entry.body() instanceof Body.Data data
        && (entry.group() == 0 || groups.add(entry.group()))) {
      copy(entry, data, content);
    }
    record.clear();
    encoder.encode(entry, record);
    record.writeTo(packing);
    recordBytes += record.size();
  }

  private void copy(DeltaEntry entry, Body.Data data, Content content) throws IOException {
    boolean allHere = data.parts().stream().allMatch(Part::isInline);
    ContentDigest digest = allHere ? new ContentDigest(data.size(), data.parts()) : null;
    for (Part part : data.parts()) {
      if (part.isInline() && !out.copy(part, content, digest)) {
        throw changed(entry);
      }
    }
    if (digest != null && !digest.finish().equals(data.digest())) {
      throw changed(entry);
    }
  }

  private static LayerException changed(DeltaEntry entry) {
    return new LayerException(
        LayerError.REFUSED, "the content of " + entry.path() + " is not what its digest says");
  }

  /**
   * Ends the segment.
   *
   * @param commit whether the batch ends with it
   */
  public SegmentInfo finish(boolean commit) throws IOException {
    packing.finish();
    byte[] packed = records.toByteArray();
    SegmentFormat.Trailer trailer =
        new SegmentFormat.Trailer(
            entries, out.contentBytes(), packed.length, out.contentCrc(), commit);
    byte[] fields = trailer.encode();
    sha.update(packed);
    sha.update(fields);
    Digest digest = Digest.of(sha.digest());
    out.write(packed);
    out.write(fields);
    out.write(digest.bytes());
    out.flush();
    finished = true;
    return new SegmentInfo(header, commit, digest, entries, out.contentBytes(), out.position());
  }

  /** Closes the file, and removes it when it was not finished. */
  @Override
  public void close() throws IOException {
    deflater.end();
    out.close();
    if (!finished) {
      Files.deleteIfExists(file);
    }
  }
}
