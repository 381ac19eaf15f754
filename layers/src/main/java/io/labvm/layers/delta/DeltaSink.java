package io.labvm.layers.delta;

import io.labvm.layers.erofs.Content;
import java.io.IOException;

/** Receives a delta in the order of {@link TreePath}, the root first. */
public interface DeltaSink {
  /**
   * Takes one entry.
   *
   * @param content the inline bytes of a regular file, by offsets in the file, valid during the
   *     call; never read for other entries. Names of one group have the same content
   */
  void entry(DeltaEntry entry, Content content) throws IOException;
}
