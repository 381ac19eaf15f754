package io.labvm.layers.segment;

import io.labvm.layers.LayerException;
import io.labvm.layers.codec.EntryDecoder;
import io.labvm.layers.codec.InflatingInput;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.ContentDigest;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaOrder;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.Part;
import io.labvm.layers.erofs.Content;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment. Opening proves header, records and trailer by the segment's digest; the content
 * is proved by the digests in the entries, when it is copied or by {@link #verify}.
 */
public final class SegmentReader implements DeltaSource {
  private static final Content NOTHING = (offset, into) -> -1;

  private final Path file;
  private final FileChannel channel;
  private final SegmentFile parts;
  private final InflatingInput records;
  private final EntryDecoder decoder;
  private final DeltaOrder order = new DeltaOrder();
  private final Map<Long, Copy> groups = new HashMap<>();
  private long entries;
  private long nextContent;
  private long contentStart;
  private Content content = NOTHING;

  /** Numbers of groups mean the same in all segments of a batch. */
  private record Batch(String upper, long first) {}

  /** Where the content of a group stands, and how much it is. */
  private record Copy(long start, long bytes) {}

  private SegmentReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.parts = SegmentFile.read(file, channel);
    this.nextContent = parts.contentStart();
    this.records = new InflatingInput(file, channel, parts.recordStart(), parts.recordEnd());
    this.decoder = new EntryDecoder(records);
  }

  /** Opens a segment; one that is damaged anywhere but in its content is refused here. */
  public static SegmentReader open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new SegmentReader(file, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** What the segment says of itself. */
  public SegmentInfo info() {
    return parts.info();
  }

  @Override
  public @Nullable DeltaEntry next() throws IOException {
    content = NOTHING;
    if (records.atEnd()) {
      requireAll();
      return null;
    }
    DeltaEntry entry = decoder.decode();
    String complaint = order.complaint(entry);
    if (complaint != null) {
      throw records.damaged(complaint);
    }
    entries++;
    if (entries > info().entries()) {
      throw records.damaged("more entries than the trailer says");
    }
    if (entry.body() instanceof Body.Data data) {
      place(entry.group(), data);
    }
    return entry;
  }

  private void place(long group, Body.Data data) throws LayerException {
    long bytes = 0;
    for (var part : data.parts()) {
      bytes += InlineContent.inlineLength(part);
    }
    Copy copy = group == 0 ? null : groups.get(group);
    if (copy == null) {
      if (bytes > parts.recordStart() - nextContent) {
        throw records.damaged("more content than there is");
      }
      copy = new Copy(nextContent, bytes);
      nextContent += bytes;
      if (group != 0) {
        groups.put(group, copy);
      }
    }
    if (copy.bytes != bytes) {
      throw records.damaged("names of one group with other content");
    }
    contentStart = copy.start;
    content = new InlineContent(file, channel, data.size(), data.parts(), copy.start);
  }

  private void requireAll() throws LayerException {
    if (entries != info().entries() || nextContent != parts.recordStart()) {
      throw records.damaged("the trailer says " + info());
    }
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public Object groups() {
    return new Batch(info().header().upper(), info().header().firstOfBatch());
  }

  /** Reads everything, content included; the answer is a segment that is sound. */
  public static SegmentInfo verify(Path file) throws IOException {
    try (SegmentReader reader = open(file)) {
      reader.parts.checkContent(file, reader.channel);
      for (DeltaEntry entry; (entry = reader.next()) != null; ) {
        reader.checkContent(entry);
      }
      return reader.info();
    }
  }

  private void checkContent(DeltaEntry entry) throws IOException {
    if (entry.body() instanceof Body.Data data
        && data.parts().stream().allMatch(Part::isInline)
        && !ContentDigest.of(data.size(), data.parts(), content).equals(data.digest())) {
      throw LayerException.damaged(file, contentStart, "content of " + entry.path());
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
    channel.close();
  }
}
