package io.labvm.layers.delta;

import io.labvm.layers.erofs.Content;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Big content, of which the blocks that are news were copied into a file of their own in the form
 * of a data file; the parts of its entry refer to that and to data files of before. Nothing of it
 * stands beside the entry.
 */
public interface CopiedData extends Content {
  /** The data file that was made; null when nothing is news. */
  @Nullable Digest id();

  /** What content that has some of the same blocks may refer to; null when that is not worth it. */
  @Nullable BlockMap blocks();

  /**
   * Gives the file away. At most once, and only if one was made; without it the copy goes with the
   * next entry.
   *
   * @param target on the same file system; what is there is replaced
   */
  void moveTo(Path target) throws IOException;
}
