package io.labvm.layers.segment;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSink;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.Content;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes one batch as a chain of segments: a delta of any size, split where a segment is full. Each
 * segment starts with the directories its first entry lies in. Those are plain there even when they
 * are opaque in the delta: the mark stands where the directory comes first, and repeated it would
 * hide the segments before.
 */
public final class SegmentChainWriter implements DeltaSink, Closeable {
  private static final Content NOTHING = (offset, into) -> -1;

  private final LongFunction<Path> files;
  private final List<SegmentInfo> done = new ArrayList<>();
  private final List<Path> made = new ArrayList<>();
  private final List<Level> levels = new ArrayList<>();
  private SegmentHeader header;
  private TreePath last = TreePath.ROOT;
  private @Nullable SegmentWriter segment;
  private boolean finished;

  /** A directory on the way to the current path, which has that many bytes of it. */
  private record Level(int length, Attributes attributes) {}

  /**
   * Starts a batch.
   *
   * @param files where a segment of a number is made; nothing may be there
   * @param first header of the batch's first segment
   */
  public SegmentChainWriter(LongFunction<Path> files, SegmentHeader first) {
    if (first.firstOfBatch() != first.number()) {
      throw new IllegalArgumentException("not the first of its batch: " + first);
    }
    this.files = files;
    this.header = first;
  }

  @Override
  public void entry(DeltaEntry entry, Content content) throws IOException {
    TreePath path = entry.path();
    int common = path.commonLength(last);
    while (!levels.isEmpty() && !isIn(path, levels.getLast().length, common)) {
      levels.removeLast();
    }
    last = path;
    writer(path).entry(entry, content);
    if (entry.state().isDirectory()) {
      levels.addLast(new Level(path.length(), entry.attributes()));
    }
  }

  private static boolean isIn(TreePath path, int length, int common) {
    return length <= common && path.endsNameAt(length);
  }

  /** The segment the next entry goes to. */
  private SegmentWriter writer(TreePath path) throws IOException {
    SegmentWriter current = segment;
    if (current != null && !current.isFull()) {
      return current;
    }
    if (current != null) {
      end(current, false);
      header = header.next(done.getLast().digest());
    }
    return begin(path, levels);
  }

  private SegmentWriter begin(TreePath path, List<Level> repeated) throws IOException {
    Path file = files.apply(header.number());
    SegmentWriter next = SegmentWriter.create(file, header);
    segment = next;
    made.add(file);
    for (Level level : repeated) {
      TreePath directory = path.prefix(level.length);
      next.entry(
          new DeltaEntry(directory, NameState.DIRECTORY, level.attributes, 0, Body.NONE), NOTHING);
    }
    return next;
  }

  private void end(SegmentWriter writer, boolean commit) throws IOException {
    done.add(writer.finish(commit));
    writer.close();
    segment = null;
  }

  /**
   * Ends the batch; its segments in order, the last of them commits it. None is durable yet.
   *
   * @param leftOut what the delta could not hold: said by a segment of its own, since it is known
   *     last and headers come first
   */
  public List<SegmentInfo> finish(LeftOut leftOut) throws IOException {
    SegmentWriter last = segment;
    if (last == null) {
      throw new IllegalStateException("a batch without a root");
    }
    if (!leftOut.isEmpty()) {
      end(last, false);
      header = header.next(done.getLast().digest()).saying(leftOut);
      last = begin(TreePath.ROOT, levels.subList(0, 1));
    }
    end(last, true);
    finished = true;
    return List.copyOf(done);
  }

  /** Removes what was written, unless the batch was finished. */
  @Override
  public void close() throws IOException {
    if (segment != null) {
      segment.close();
    }
    if (!finished) {
      for (Path file : made) {
        Files.deleteIfExists(file);
      }
    }
  }
}
