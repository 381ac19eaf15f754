package io.labvm.layers.delta;

import io.labvm.linux.Names;
import java.util.Arrays;

/**
 * A path below a root: names of any bytes but 0 and {@code /}, joined by {@code /}; the root itself
 * is empty.
 *
 * <p>The order is that of a walk which takes the names of each directory in byte order: a parent
 * comes before everything in it, and a subtree is one run. It is the byte order with {@code /}
 * below every other byte.
 */
public final class TreePath implements Comparable<TreePath> {
  public static final TreePath ROOT = new TreePath(new byte[0]);

  /** No delta holds a longer path, bytes. */
  public static final int MAX_LENGTH = 65_535;

  /**
   * How many bytes a path and the paths of all directories it is in may have together. Whoever
   * walks or merges trees keeps the paths of the directories that are open: without this limit a
   * chain of some ten thousand directories, which the kernel allows, takes gigabytes.
   */
  public static final int MAX_OPEN = 1 << 25;

  private static final int MAX_NAME = 255;

  private final byte[] bytes;

  private TreePath(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Checks the form: no empty name, no {@code .} or {@code ..}, no name beyond 255 bytes. */
  public static TreePath of(byte[] bytes) {
    if (bytes.length == 0) {
      return ROOT;
    }
    for (int from = 0, at = 0; at <= bytes.length; at++) {
      if (at == bytes.length || bytes[at] == '/') {
        requireName(bytes, from, at);
        from = at + 1;
      } else if (bytes[at] == 0) {
        throw new IllegalArgumentException("a path with a zero byte");
      }
    }
    return new TreePath(bytes.clone());
  }

  /** Of a path as somebody writes it: empty names and {@code .} mean nothing on the way. */
  public static TreePath normal(byte[] path) {
    TreePath normal = ROOT;
    for (int from = 0, at = 0; at <= path.length; at++) {
      if (at == path.length || path[at] == '/') {
        byte[] name = Arrays.copyOfRange(path, from, at);
        boolean means = name.length > 0 && !(name.length == 1 && name[0] == '.');
        normal = means ? normal.child(name) : normal;
        from = at + 1;
      }
    }
    return normal;
  }

  private static void requireName(byte[] bytes, int from, int to) {
    int length = to - from;
    boolean dots = length > 0 && length <= 2 && bytes[from] == '.' && bytes[to - 1] == '.';
    if (length == 0 || length > MAX_NAME || dots) {
      throw new IllegalArgumentException("not a path: " + Names.printable(bytes));
    }
  }

  /** The path of a name in this directory. */
  public TreePath child(byte[] name) {
    requireName(name, 0, name.length);
    if (bytes.length == 0) {
      return new TreePath(name.clone());
    }
    byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + name.length);
    joined[bytes.length] = '/';
    System.arraycopy(name, 0, joined, bytes.length + 1, name.length);
    return new TreePath(joined);
  }

  /** Whether a delta can hold it: it is no longer than {@link #MAX_LENGTH}, and not too deep. */
  public boolean fits() {
    if (bytes.length > MAX_LENGTH) {
      return false;
    }
    long open = bytes.length;
    for (int at = 0; at < bytes.length && open <= MAX_OPEN; at++) {
      open += bytes[at] == '/' ? at : 0;
    }
    return open <= MAX_OPEN;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  public boolean isRoot() {
    return bytes.length == 0;
  }

  /** The last name; empty for the root. */
  public byte[] name() {
    return Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length);
  }

  /** The directory this is in; the root is its own parent. */
  public TreePath parent() {
    int slash = lastSlash();
    return slash < 0 ? ROOT : new TreePath(Arrays.copyOf(bytes, slash));
  }

  /** How many bytes of the path the parent's path has: where the last slash is, else 0. */
  public int parentLength() {
    return Math.max(0, lastSlash());
  }

  /** How many bytes the two have in common at their start. */
  public int commonLength(TreePath other) {
    int at = Arrays.mismatch(bytes, other.bytes);
    return at < 0 ? bytes.length : at;
  }

  /** Whether a name ends behind that many bytes: the path of something this is in, or this. */
  public boolean endsNameAt(int length) {
    return length == 0 || length == bytes.length || (length < bytes.length && bytes[length] == '/');
  }

  /** The path of that many bytes this is in, or this itself; see {@link #endsNameAt}. */
  public TreePath prefix(int length) {
    if (!endsNameAt(length)) {
      throw new IllegalArgumentException(length + " bytes of " + this);
    }
    return length == 0 ? ROOT : new TreePath(Arrays.copyOf(bytes, length));
  }

  private int lastSlash() {
    int at = bytes.length - 1;
    while (at >= 0 && bytes[at] != '/') {
      at--;
    }
    return at;
  }

  /** Whether this lies below {@code directory}, at any depth; a path is not below itself. */
  public boolean isBelow(TreePath directory) {
    int length = directory.bytes.length;
    return length == 0
        ? bytes.length > 0
        : bytes.length > length
            && bytes[length] == '/'
            && Arrays.equals(bytes, 0, length, directory.bytes, 0, length);
  }

  @Override
  public int compareTo(TreePath other) {
    int at = Arrays.mismatch(bytes, other.bytes);
    if (at < 0) {
      return 0;
    }
    if (at == bytes.length || at == other.bytes.length) {
      return Integer.compare(bytes.length, other.bytes.length);
    }
    return Integer.compare(rank(bytes[at]), rank(other.bytes[at]));
  }

  private static int rank(byte b) {
    return b == '/' ? 0 : b & 0xff;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TreePath that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Printable text with a leading slash. */
  @Override
  public String toString() {
    return "/" + Names.printable(bytes);
  }
}
