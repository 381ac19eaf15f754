package io.labvm.layers.index;

import io.labvm.layers.delta.TreePath;
import java.io.Closeable;
import java.io.IOException;

/**
 * What a batch changes in an index, given in tree order and not valid before {@link Index#commit}.
 * Lies on disk: memory does not grow with it. Closing it before the commit throws it away.
 */
public final class Frame implements Closeable {
  private final RunWriter writer;

  Frame(RunWriter writer) {
    this.writer = writer;
  }

  /**
   * A name is this now. Below anything but a directory the index has nothing then; what it has
   * below a directory stays.
   */
  public void put(IndexEntry entry) throws IOException {
    writer.put(new Row(entry.path(), entry, false));
  }

  /** A directory is this now, and of what is below it only the frame's own entries. */
  public void replace(IndexEntry directory) throws IOException {
    writer.put(new Row(directory.path(), directory, true));
  }

  /** A name is gone, with everything below it. */
  public void remove(TreePath path) throws IOException {
    writer.put(new Row(path, null, true));
  }

  /** How many names it has a word about. */
  public long size() {
    return writer.rows();
  }

  RunWriter writer() {
    return writer;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
