package io.labvm.layers.delta;

/** What a name is in an upper, an index, a segment or a layer; a name that is absent has none. */
public enum NameState {
  /** Character device 0:0: hides the name below. Nothing else of it means anything. */
  WHITEOUT,
  /** Any other non-directory. */
  NODE,
  /** A directory that merges with one below. */
  DIRECTORY,
  /** A directory with {@code trusted.overlay.opaque=y}: hides one below. */
  OPAQUE_DIRECTORY;

  public boolean isDirectory() {
    return this == DIRECTORY || this == OPAQUE_DIRECTORY;
  }
}
