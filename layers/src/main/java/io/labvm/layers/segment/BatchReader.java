package io.labvm.layers.segment;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.erofs.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of one batch as the delta they were cut from. One segment is open at a time;
 * the directories that each of them repeats are left out. Group numbers are this source's own.
 */
public final class BatchReader implements DeltaSource {
  private final List<Path> files;
  private final List<SegmentInfo> expected;
  private SegmentReader segment;
  private int current;
  private @Nullable TreePath last;

  private BatchReader(List<Path> files, List<SegmentInfo> expected) throws IOException {
    this.files = List.copyOf(files);
    this.expected = List.copyOf(expected);
    this.segment = open(0);
  }

  /**
   * Opens a batch.
   *
   * @param files its segments, in order
   * @param expected what they were found to be when their chain was checked
   * @throws LayerException busy, when a segment is another one by now
   */
  public static BatchReader open(List<Path> files, List<SegmentInfo> expected) throws IOException {
    if (files.isEmpty() || files.size() != expected.size()) {
      throw new IllegalArgumentException(files.size() + " files of " + expected.size());
    }
    return new BatchReader(files, expected);
  }

  private SegmentReader open(int index) throws IOException {
    Path file = files.get(index);
    SegmentReader reader = SegmentReader.open(file);
    if (!reader.info().digest().equals(expected.get(index).digest())) {
      reader.close();
      throw LayerException.about(
          LayerError.BUSY, file, file + " was replaced since its chain was checked");
    }
    return reader;
  }

  @Override
  public @Nullable DeltaEntry next() throws IOException {
    while (true) {
      DeltaEntry entry = segment.next();
      if (entry != null && isNew(entry)) {
        last = entry.path();
        return entry;
      }
      if (entry == null) {
        if (current == files.size() - 1) {
          return null;
        }
        segment.close();
        segment = open(++current);
      }
    }
  }

  /** A segment begins with the directories its first name lies in, which are not news. */
  private boolean isNew(DeltaEntry entry) throws LayerException {
    if (last == null || entry.path().compareTo(last) > 0) {
      return true;
    }
    if (entry.state() != NameState.DIRECTORY) {
      throw LayerException.damaged(
          files.get(current), 0, entry.path() + " stands before what its batch had already");
    }
    return false;
  }

  @Override
  public Content content() {
    return segment.content();
  }

  @Override
  public Object groups() {
    return this;
  }

  @Override
  public void close() throws IOException {
    segment.close();
  }
}
