package io.labvm.layers.fold;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Below;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSink;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Folds deltas that lie directly above each other into the one that shows the same above what is
 * below them: overlayfs' own lookup restricted to these deltas, plus two questions to the merged
 * view below. Streams; memory holds one entry per source, a few words per open directory, and the
 * link groups.
 *
 * <p>The result is canonical: it does not depend on how the deltas were grouped into folds.
 */
public final class Fold {
  private static final int OPEN = -1;

  private final Below below;
  private final DeltaSink sink;
  private final PriorityQueue<Cursor> queue = new PriorityQueue<>();
  private final List<Cursor> here = new ArrayList<>();
  private final Frames frames = new Frames();
  private final LinkGroups groups = new LinkGroups();

  private Fold(Below below, DeltaSink sink) {
    this.below = below;
    this.sink = sink;
  }

  /**
   * Reads all sources to their end; they stay the caller's. Damage in any of them ends the fold,
   * and what the sink got is then worthless.
   *
   * @param topFirst at least one; of the segments of a chain the newest is the top
   * @param below the merged view directly below the lowest
   */
  public static void run(List<? extends DeltaSource> topFirst, Below below, DeltaSink sink)
      throws IOException {
    if (topFirst.isEmpty()) {
      throw new IllegalArgumentException("nothing to fold");
    }
    Fold fold = new Fold(below, sink);
    for (int i = 0; i < topFirst.size(); i++) {
      fold.add(new Cursor(i, topFirst.get(i)));
    }
    fold.run();
  }

  private void add(Cursor cursor) throws IOException {
    if (!cursor.advance() || !cursor.entry().path().isRoot()) {
      throw new LayerException(LayerError.DAMAGED, "a delta that does not begin with its root");
    }
    queue.add(cursor);
  }

  private void run() throws IOException {
    takeHere();
    frames.push(0, here.size() - 1, below);
    emit(here.getFirst(), NameState.DIRECTORY);
    putBack();
    while (!queue.isEmpty()) {
      takeHere();
      frames.leaveFor(here.getFirst().entry().path());
      int visible = visible();
      if (visible > 0) {
        merge(visible);
      }
      putBack();
    }
  }

  /** All that stand at the least path, the topmost first. */
  private void takeHere() {
    Cursor first = queue.remove();
    here.add(first);
    while (!queue.isEmpty() && queue.element().isAt(first)) {
      here.add(queue.remove());
    }
  }

  private void putBack() throws IOException {
    for (Cursor cursor : here) {
      if (cursor.advance()) {
        queue.add(cursor);
      }
    }
    here.clear();
  }

  /** How many of those here are not hidden by a directory above them. */
  private int visible() {
    int count = here.size();
    while (count > 0 && here.get(count - 1).index() > frames.cutoff()) {
      count--;
    }
    return count;
  }

  private void merge(int visible) throws IOException {
    Cursor top = here.getFirst();
    TreePath path = top.entry().path();
    switch (top.entry().state()) {
      case WHITEOUT -> {
        if (hidesName(frames.below().kind(path.name()))) {
          emit(top, NameState.WHITEOUT);
        }
        frames.push(path.length(), Frames.NOTHING_SHOWS, Below.NOTHING);
      }
      case NODE -> {
        emit(top, NameState.NODE);
        frames.push(path.length(), Frames.NOTHING_SHOWS, Below.NOTHING);
      }
      case DIRECTORY, OPAQUE_DIRECTORY -> mergeDirectory(top, lowestShown(visible));
    }
  }

  /** The last source that shows in a directory that is closed by it or one below; or OPEN. */
  private int lowestShown(int visible) {
    for (int i = 0; i < visible; i++) {
      switch (here.get(i).entry().state()) {
        case OPAQUE_DIRECTORY -> {
          return here.get(i).index();
        }
        case NODE, WHITEOUT -> {
          return here.get(i).index() - 1;
        }
        case DIRECTORY -> {}
      }
    }
    return OPEN;
  }

  private void mergeDirectory(Cursor top, int lowestShown) throws IOException {
    byte[] name = top.entry().path().name();
    boolean closed = lowestShown != OPEN;
    boolean marked = closed && hidesDirectory(frames.below().kind(name));
    emit(top, marked ? NameState.OPAQUE_DIRECTORY : NameState.DIRECTORY);
    frames.push(
        top.entry().path().length(),
        closed ? lowestShown : frames.cutoff(),
        inside(frames.below(), name, closed));
  }

  /** A whiteout stays when something is below it to hide. */
  private static boolean hidesName(Below.Kind below) {
    return below != Below.Kind.ABSENT;
  }

  /** A closed directory is marked when it would merge with one below. */
  private static boolean hidesDirectory(Below.Kind below) {
    return below == Below.Kind.DIRECTORY;
  }

  /** What is below a closed directory shows nothing inside it. */
  private static Below inside(Below below, byte[] name, boolean closed) throws IOException {
    return closed ? Below.NOTHING : below.directory(name);
  }

  private void emit(Cursor cursor, NameState state) throws IOException {
    DeltaEntry e = cursor.entry();
    long group = groups.number(cursor.source().groups(), e.group());
    DeltaEntry out =
        state == e.state() && group == e.group()
            ? e
            : new DeltaEntry(e.path(), state, e.attributes(), group, e.body());
    sink.entry(out, cursor.source().content());
  }
}
