package io.labvm.linux;

/** What a directory entry is. */
public enum FileType {
  FIFO(1),
  CHARACTER_DEVICE(2),
  DIRECTORY(4),
  BLOCK_DEVICE(6),
  REGULAR(8),
  SYMBOLIC_LINK(10),
  SOCKET(12),
  /** The file system does not say; ask {@link Dir#stat}. */
  UNKNOWN(0);

  private static final FileType[] BY_NUMBER = new FileType[16];

  static {
    java.util.Arrays.fill(BY_NUMBER, UNKNOWN);
    for (FileType type : values()) {
      BY_NUMBER[type.number] = type;
    }
  }

  private final int number;

  FileType(int number) {
    this.number = number;
  }

  /** The bits of this type in a mode. */
  public int modeBits() {
    return number << 12;
  }

  /** The type in a mode as stat gives it. */
  public static FileType ofMode(int mode) {
    return BY_NUMBER[(mode >> 12) & 15];
  }

  /** The type in the record of getdents64; file systems may answer {@link #UNKNOWN}. */
  static FileType ofDirent(int type) {
    return BY_NUMBER[type & 15];
  }
}
