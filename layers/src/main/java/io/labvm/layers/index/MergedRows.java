package io.labvm.layers.index;

import io.labvm.layers.delta.TreePath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several runs as one, newest first: the newest word about a name counts, and no run older than one
 * that replaced a subtree counts within it.
 */
final class MergedRows {
  /** Within this directory only runs up to {@code oldest} count. */
  private record Scope(TreePath directory, int oldest) {}

  private final RunCursor[] cursors;
  private final Deque<Scope> scopes = new ArrayDeque<>();

  MergedRows(List<Run> newestFirst) throws IOException {
    cursors = newestFirst.stream().map(Run::cursor).toArray(RunCursor[]::new);
    for (RunCursor cursor : cursors) {
      cursor.advance();
    }
  }

  /** Only what lies below a directory, of runs that count there. */
  static MergedRows below(List<Run> newestFirst, TreePath directory) throws IOException {
    MergedRows rows = new MergedRows(newestFirst);
    for (RunCursor cursor : rows.cursors) {
      cursor.seekBehind(directory);
    }
    return rows;
  }

  /** The next name any run that counts has a word about, absences included. */
  @Nullable Row next() throws IOException {
    for (TreePath path = least(); path != null; path = least()) {
      Row row = take(path, oldest(path));
      if (row != null) {
        return row;
      }
    }
    return null;
  }

  private @Nullable TreePath least() {
    TreePath least = null;
    for (RunCursor cursor : cursors) {
      Row row = cursor.row();
      if (row != null && (least == null || row.path().compareTo(least) < 0)) {
        least = row.path();
      }
    }
    return least;
  }

  private int oldest(TreePath path) {
    while (!scopes.isEmpty() && !path.isBelow(scopes.getLast().directory)) {
      scopes.removeLast();
    }
    return scopes.isEmpty() ? cursors.length - 1 : scopes.getLast().oldest;
  }

  private @Nullable Row take(TreePath path, int oldest) throws IOException {
    Row result = null;
    boolean closed = false;
    for (int i = 0; i < cursors.length; i++) {
      Row row = cursors[i].row();
      if (row == null || !row.path().equals(path)) {
        continue;
      }
      cursors[i].advance();
      if (closed || i > oldest) {
        continue;
      }
      result = result == null ? row : result;
      if (row.replaces()) {
        closed = true;
        if (i < oldest) {
          scopes.addLast(new Scope(path, i));
        }
      }
    }
    return result == null ? null : result.withReplaces(closed);
  }
}
