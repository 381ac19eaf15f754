package io.labvm.layers.erofs;

/** What a source may have and an image cannot keep. Counted and reported, never silent. */
public enum Omission {
  /** An extended attribute of a namespace the format has no form for. */
  XATTR_NAMESPACE("xattr-namespace"),
  /** A value of 65,536 bytes, or more attributes than one inode holds. */
  XATTR_SIZE("xattr-size"),
  /** A mark of overlayfs that would act on the desktops above. */
  OVERLAY_MARK("overlay-mark"),
  /** {@code chattr +i}. */
  IMMUTABLE_FLAG("immutable-flag"),
  /** {@code chattr +a}. */
  APPEND_ONLY_FLAG("append-only-flag"),
  /** Content or type changed while it was read: what was read is kept. */
  CHANGED_WHILE_READ("changed-while-read"),
  /**
   * A character device 0:0, which overlayfs takes for a whiteout: kept, but desktops see nothing.
   */
  WHITEOUT("whiteout"),
  /** A name whose path from the root is longer than 65,535 bytes. */
  PATH_LENGTH("path-length"),
  /** A file whose data lies so scattered that hardly any of its holes could be kept: left out. */
  SPARSE_PIECES("sparse-pieces");

  private final String code;

  Omission(String code) {
    this.code = code;
  }

  /** The stable kebab-case name. */
  public String code() {
    return code;
  }

  /** Whether all that a name shows is left out, which every pass over an upper meets again. */
  public boolean leavesNameOut() {
    return this == PATH_LENGTH || this == SPARSE_PIECES;
  }

  /** The same of a {@link #code}; false for one that is not known. */
  public static boolean leavesNameOut(String code) {
    return code.equals(PATH_LENGTH.code) || code.equals(SPARSE_PIECES.code);
  }

  /** Whether a capture leaves it out, so that no manifest has it. */
  public boolean isInNoDelta() {
    return leavesNameOut() || this == XATTR_NAMESPACE || this == XATTR_SIZE;
  }
}
