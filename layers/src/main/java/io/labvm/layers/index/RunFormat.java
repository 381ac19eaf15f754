package io.labvm.layers.index;

import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.TreePath;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of a run; described in docs/storage-format.md. */
final class RunFormat {
  static final byte[] MAGIC = {'l', 'a', 'b', 'v', 'm', 'i', 'd', 'x'};
  static final int FORMAT = 1;
  static final int HEADER = 16;
  static final int TRAILER = 208;
  static final int BLOCK_HEADER = 8;

  /** A block is closed as soon as it has this many bytes. */
  static final int BLOCK = 1 << 14;

  /** Longest path; the row with it still fits a block header's sanity limit. */
  static final int MAX_PATH = TreePath.MAX_LENGTH;

  static final int MAX_BLOCK = BLOCK + MAX_PATH + 512;

  private static final int ABSENT = 0;
  private static final int WHITEOUT = 1;
  private static final int REPLACES = 1;
  private static final int TRUSTED = 2;
  private static final int LINKED = 4;
  private static final int XATTRS = 8;
  private static final int CONTENT = 16;
  private static final int DEVICE = 32;

  private RunFormat() {}

  static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Appends a row; {@code previous} is the path before it in its block, empty for the first. */
  static void put(ByteBuffer to, byte[] previous, Row row) {
    byte[] path = row.path().bytes();
    int shared = Arrays.mismatch(previous, path);
    shared = shared < 0 ? path.length : Math.min(shared, path.length);
    putNumber(to, shared);
    putNumber(to, path.length - shared);
    to.put(path, shared, path.length - shared);
    IndexEntry entry = row.entry();
    if (entry == null) {
      to.put((byte) ABSENT);
      return;
    }
    to.put((byte) code(entry.state()));
    if (entry.state() != NameState.WHITEOUT) {
      putEntry(to, entry, row.replaces());
    }
  }

  private static void putEntry(ByteBuffer to, IndexEntry entry, boolean replaces) {
    Shown s = entry.shown();
    Token t = entry.token();
    boolean device = s.deviceMajor() != 0 || s.deviceMinor() != 0;
    to.put(
        (byte)
            ((replaces ? REPLACES : 0)
                | (t.trusted() ? TRUSTED : 0)
                | (entry.linked() ? LINKED : 0)
                | (s.xattrs() != null ? XATTRS : 0)
                | (s.content() != null ? CONTENT : 0)
                | (device ? DEVICE : 0)));
    to.putShort((short) s.mode()).putInt(s.uid()).putInt(s.gid());
    to.putLong(s.mtimeSeconds()).putInt(s.mtimeNanos());
    to.putLong(t.inode()).putLong(t.ctimeSeconds()).putInt(t.ctimeNanos());
    to.putLong(s.size());
    if (device) {
      to.putInt(s.deviceMajor()).putInt(s.deviceMinor());
    }
    putDigest(to, s.xattrs());
    putDigest(to, s.content());
  }

  private static void putDigest(ByteBuffer to, @Nullable Digest digest) {
    if (digest != null) {
      to.put(digest.bytes());
    }
  }

  /** The next row; anything impossible is an unchecked exception, to be told as damage. */
  static Row get(ByteBuffer from, byte[] previous) {
    int shared = getNumber(from);
    int rest = getNumber(from);
    if (shared > previous.length || rest > from.remaining() || shared + rest > MAX_PATH) {
      throw new IllegalArgumentException("path of " + shared + "+" + rest + " bytes");
    }
    byte[] bytes = Arrays.copyOf(previous, shared + rest);
    from.get(bytes, shared, rest);
    TreePath path = TreePath.of(bytes);
    int state = from.get();
    if (state == ABSENT) {
      return new Row(path, null, true);
    }
    if (state == WHITEOUT) {
      return new Row(path, IndexEntry.whiteout(path), true);
    }
    return getEntry(from, path, state(state));
  }

  private static Row getEntry(ByteBuffer from, TreePath path, NameState state) {
    int flags = from.get();
    int mode = from.getShort() & 0xffff;
    int uid = from.getInt();
    int gid = from.getInt();
    long mtime = from.getLong();
    int mtimeNanos = from.getInt();
    Token token = new Token(from.getLong(), from.getLong(), from.getInt(), (flags & TRUSTED) != 0);
    long size = from.getLong();
    boolean device = (flags & DEVICE) != 0;
    int major = device ? from.getInt() : 0;
    int minor = device ? from.getInt() : 0;
    Digest xattrs = (flags & XATTRS) != 0 ? getDigest(from) : null;
    Digest content = (flags & CONTENT) != 0 ? getDigest(from) : null;
    Shown shown = new Shown(mode, uid, gid, mtime, mtimeNanos, major, minor, size, xattrs, content);
    IndexEntry entry = new IndexEntry(path, state, (flags & LINKED) != 0, token, shown);
    return new Row(path, entry, (flags & REPLACES) != 0);
  }

  private static int code(NameState state) {
    return switch (state) {
      case WHITEOUT -> WHITEOUT;
      case NODE -> 2;
      case DIRECTORY -> 3;
      case OPAQUE_DIRECTORY -> 4;
    };
  }

  private static NameState state(int code) {
    return switch (code) {
      case 2 -> NameState.NODE;
      case 3 -> NameState.DIRECTORY;
      case 4 -> NameState.OPAQUE_DIRECTORY;
      default -> throw new IllegalArgumentException("state " + code);
    };
  }

  static Digest getDigest(ByteBuffer from) {
    byte[] bytes = new byte[Digest.BYTES];
    from.get(bytes);
    return Digest.of(bytes);
  }

  static void putNumber(ByteBuffer to, int value) {
    int rest = value;
    while (rest >= 0x80) {
      to.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    to.put((byte) rest);
  }

  static int getNumber(ByteBuffer from) {
    int value = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      byte b = from.get();
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("number of more than 28 bits");
  }
}
