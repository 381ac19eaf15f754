package io.labvm.layers.delta;

import io.labvm.layers.erofs.Content;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A delta that can be read once, in the order of {@link TreePath}; the root comes first. */
public interface DeltaSource extends Closeable {
  /** The next entry, or null behind the last. Disorder and entries without parent are damage. */
  @Nullable DeltaEntry next() throws IOException;

  /**
   * The inline content of the regular file that {@link #next} gave last, by offsets in the file;
   * valid until the next call of {@link #next}. Each name of a hard-link group can be asked. Holes
   * read as zeros; referenced parts are not readable here.
   */
  Content content() throws IOException;

  /**
   * What the group numbers of this source are unique in: segments of one batch share it, a layer
   * has its own. Compared by {@code equals}.
   */
  Object groups();
}
