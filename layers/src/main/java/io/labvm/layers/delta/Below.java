package io.labvm.layers.delta;

import java.io.IOException;

/**
 * A directory of the merged view below the deltas being folded. Fold asks it which whiteouts and
 * opaque marks still hide something.
 */
public interface Below {
  /** Nothing is there: below the lowest layer, and inside a directory that hides what is below. */
  Below NOTHING =
      new Below() {
        @Override
        public Kind kind(byte[] name) {
          return Kind.ABSENT;
        }

        @Override
        public Below directory(byte[] name) {
          return this;
        }
      };

  /** What a name is in a merged view. */
  enum Kind {
    ABSENT,
    NODE,
    DIRECTORY
  }

  Kind kind(byte[] name) throws IOException;

  /** The directory of that name, {@link #NOTHING} when it is none. */
  Below directory(byte[] name) throws IOException;
}
