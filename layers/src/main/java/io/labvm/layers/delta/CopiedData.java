package io.labvm.layers.delta;

import io.labvm.layers.erofs.Content;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Content that was copied into a file of its own in the form of a data file; the parts of its entry
 * refer to that. Nothing of it stands beside the entry.
 */
public interface CopiedData extends Content {
  /**
   * Gives the file away. At most once; without it the copy goes with the next entry.
   *
   * @param target on the same file system; what is there is replaced
   */
  void moveTo(Path target) throws IOException;
}
