package io.labvm.layers.delta;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is known of big contents that were shipped before. */
@FunctionalInterface
public interface KnownBlocks {
  /** Every content is new. */
  KnownBlocks NONE = content -> null;

  /** The blocks of a content, null when nothing is known of it (any more). */
  @Nullable BlockMap find(Digest content) throws IOException;
}
