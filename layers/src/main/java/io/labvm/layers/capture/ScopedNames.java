package io.labvm.layers.capture;

import io.labvm.layers.delta.TreePath;
import io.labvm.layers.index.IndexCursor;
import io.labvm.layers.index.IndexEntry;
import io.labvm.layers.index.Look;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an index says of the names in a scope and of the directories they are in, in tree order. */
public final class ScopedNames {
  private final Scope scope;
  private final List<Level> levels = new ArrayList<>();
  private @Nullable Look root;
  private @Nullable IndexCursor subtree;

  /** A directory on the way down whose asked names come one by one. */
  private record Level(TreePath path, Look look, Iterator<byte[]> names) {}

  public ScopedNames(Scope scope, Look root) {
    this.scope = scope;
    this.root = root;
  }

  /** The next entry, null behind the last. */
  public @Nullable IndexEntry next() throws IOException {
    Look start = root;
    if (start != null) {
      root = null;
      enter(TreePath.ROOT, start);
      if (start.entry() != null) {
        return start.entry();
      }
    }
    IndexEntry below = subtree == null ? null : subtree.next();
    return below != null ? below : nextAsked();
  }

  private @Nullable IndexEntry nextAsked() throws IOException {
    subtree = null;
    while (!levels.isEmpty()) {
      Level level = levels.getLast();
      if (!level.names.hasNext()) {
        levels.removeLast();
        continue;
      }
      byte[] name = level.names.next();
      Look look = level.look.child(name);
      IndexEntry entry = look.entry();
      if (entry != null) {
        if (entry.state().isDirectory()) {
          enter(level.path.child(name), look);
        }
        return entry;
      }
    }
    return null;
  }

  private void enter(TreePath path, Look look) throws IOException {
    if (scope.isWhole(path)) {
      subtree = look.below();
    } else {
      levels.add(new Level(path, look, scope.names(path).iterator()));
    }
  }
}
