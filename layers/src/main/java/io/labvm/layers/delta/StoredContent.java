package io.labvm.layers.delta;

import io.labvm.layers.LayerException;
import io.labvm.layers.erofs.Content;

/** Content that can say where it stands when it turns out to be damaged. */
public interface StoredContent extends Content {
  /** The finding, with file and offset. */
  LayerException damaged(String what);
}
