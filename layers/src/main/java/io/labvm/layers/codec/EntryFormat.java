package io.labvm.layers.codec;

/** Bounds of an encoded entry, so that no record can ask for more memory than these. */
public final class EntryFormat {
  /** Bytes of all names and values of the attributes of one entry. */
  public static final int MAX_XATTR_BYTES = 4 << 20;

  /** Bytes of one value, as in the kernel. */
  public static final int MAX_XATTR_VALUE = 1 << 16;

  /** Attributes of one entry: what listxattr(2) can name in 64 KiB. */
  public static final int MAX_XATTRS = 1 << 15;

  /** Parts of one file. */
  public static final int MAX_PARTS = 1 << 16;

  static final int WHITEOUT = 0;
  static final int NODE = 1;
  static final int DIRECTORY = 2;
  static final int OPAQUE_DIRECTORY = 3;

  static final int WHOLE = 0;
  static final int PARTS = 1;

  private EntryFormat() {}
}
