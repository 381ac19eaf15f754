package io.labvm.layers.index;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.durable.FaultPoint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was shipped of one upper. One frame per durable batch; after a kill at any point it is as
 * before or after the step. Damage of any kind is a {@link LayerException} with {@link
 * LayerError#DAMAGED}: the index is lost then and is made again by {@link #rebuild}; it never
 * answers wrongly. Not for several threads at once.
 */
public final class Index implements Closeable {
  private final IndexDirectory directory;

  /** Oldest first. */
  private final List<Run> runs;

  private Index(IndexDirectory directory) throws IOException {
    this.directory = directory;
    this.runs = new ArrayList<>(directory.openRuns());
  }

  /**
   * Opens the index of an upper; where there is none, makes an empty one, which is right only for
   * an upper of which nothing was shipped yet: compare {@link #head} with the chain.
   *
   * @param directory on a local disk, made when absent
   */
  public static Index open(Path directory, String upper) throws IOException {
    IndexDirectory place = IndexDirectory.open(directory, upper);
    return new Index(place);
  }

  /** Opens the index of an upper where there is one; makes nothing. */
  public static Optional<Index> existing(Path directory, String upper) throws IOException {
    Optional<IndexDirectory> place = IndexDirectory.existing(directory, upper);
    return place.isEmpty() ? Optional.empty() : Optional.of(new Index(place.get()));
  }

  /**
   * Makes the index anew from what was shipped, whatever is left of the old one: every name's state
   * and looks, but no tokens, so that the next capture compares contents.
   *
   * @param shipped fold of everything shipped of this upper, up to {@code head}
   */
  public static Index rebuild(Path directory, String upper, Head head, DeltaSource shipped)
      throws IOException {
    IndexDirectory place = IndexDirectory.openLost(directory, upper);
    try (RunWriter writer = place.writer()) {
      Rebuild.write(shipped, writer);
      writer.finish(1, 1, upper, Head.NONE, head);
      place.replaceAll(writer);
    }
    return new Index(place);
  }

  /** What the index accounts for; {@link Head#NONE} when nothing was shipped. */
  public Head head() {
    return runs.isEmpty() ? Head.NONE : runs.getLast().info().head();
  }

  /** The root of the tree of names. */
  public Look root() throws IOException {
    return Look.at(newestFirst(), TreePath.ROOT);
  }

  /** What the index says of a name; null when it has none. */
  public @Nullable IndexEntry lookup(TreePath path) throws IOException {
    Look look = root();
    byte[] bytes = path.bytes();
    for (int from = 0, at = 0; !path.isRoot() && at <= bytes.length; at++) {
      if (at == bytes.length || bytes[at] == '/') {
        look = look.child(Arrays.copyOfRange(bytes, from, at));
        from = at + 1;
      }
    }
    return look.entry();
  }

  /** All names in tree order; valid until the index changes. */
  public IndexCursor iterate() throws IOException {
    return new IndexCursor(newestFirst());
  }

  /** A new frame; it changes nothing before {@link #commit}. */
  public Frame frame() throws IOException {
    return new Frame(directory.writer());
  }

  /**
   * Makes a frame part of the index, durably.
   *
   * @param head of the chain with the batch it belongs to, which must be durable already; the same
   *     head again for a frame that only renews tokens
   */
  public void commit(Frame frame, Head head) throws IOException {
    Head before = head();
    boolean next = head.segment() > before.segment() || head.equals(before);
    if (!next) {
      throw new IllegalArgumentException(
          "segment " + head.segment() + " after " + before.segment());
    }
    long number = runs.isEmpty() ? 1 : runs.getLast().info().last() + 1;
    FaultPoint.reach("index.commit.before");
    frame.writer().finish(number, number, directory.upper(), before, head);
    FaultPoint.reach("index.commit.written");
    runs.add(directory.publish(frame.writer(), number, number));
    FaultPoint.reach("index.commit.after");
  }

  /**
   * Takes the index back to a segment, when the store lost the later ones. Frames that were merged
   * across it go as a whole.
   *
   * @return the head then, at that segment or before it; before the last sealed one means that the
   *     index is lost
   */
  public Head dropAfter(long segment) throws IOException {
    int kept = runs.size();
    while (kept > 0 && runs.get(kept - 1).info().head().segment() > segment) {
      kept--;
    }
    while (runs.size() > kept) {
      FaultPoint.reach("index.drop.before");
      directory.delete(runs.removeLast());
    }
    directory.sync();
    FaultPoint.reach("index.drop.after");
    return head();
  }

  /**
   * Merges frames where that pays, never across the sealed head nor any of the newest. Call it
   * after commits and seals.
   */
  public void compact(Head sealed) throws IOException {
    Compaction.Range range = Compaction.choose(runs, sealed);
    if (range != null) {
      merge(range.from(), range.to());
    }
  }

  private void merge(int from, int to) throws IOException {
    List<Run> merged = List.copyOf(runs.subList(from, to));
    RunInfo oldest = merged.getFirst().info();
    RunInfo newest = merged.getLast().info();
    try (RunWriter writer = directory.writer()) {
      Compaction.merge(merged.reversed(), from == 0, writer);
      writer.finish(
          oldest.first(), newest.last(), directory.upper(), oldest.predecessor(), newest.head());
      FaultPoint.reach("index.compact.written");
      Run run = directory.publish(writer, oldest.first(), newest.last());
      FaultPoint.reach("index.compact.published");
      runs.subList(from, to).clear();
      runs.add(from, run);
    }
    for (Run run : merged) {
      directory.delete(run);
      FaultPoint.reach("index.compact.deleted");
    }
    directory.sync();
  }

  private List<Run> newestFirst() {
    return List.copyOf(runs.reversed());
  }

  /** Bytes on disk. */
  public long bytes() {
    return runs.stream().mapToLong(Run::bytes).sum();
  }

  int runs() {
    return runs.size();
  }

  /** What was published stays; nothing is written. */
  @Override
  public void close() {
    runs.forEach(Run::close);
    runs.clear();
  }
}
