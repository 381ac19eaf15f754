package io.labvm.linux;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory with an inotify watch; its path is that of its parent and its name. */
final class WatchedDirectory {
  final int watch;
  private @Nullable WatchedDirectory parent;
  private byte[] name;
  private final int tree;
  private final Map<ByteBuffer, WatchedDirectory> children = new HashMap<>(0);

  WatchedDirectory(int watch, int tree) {
    this.watch = watch;
    this.tree = tree;
    this.name = new byte[0];
  }

  int tree() {
    return tree;
  }

  /** Without recursion: moves can make a tree deeper than any stack. */
  byte[] path() {
    int length = 0;
    for (WatchedDirectory at = this; at.parent != null; at = at.parent) {
      length += at.name.length + 1;
    }
    byte[] path = new byte[Math.max(0, length - 1)];
    int end = path.length;
    for (WatchedDirectory at = this; at.parent != null; at = at.parent) {
      System.arraycopy(at.name, 0, path, end - at.name.length, at.name.length);
      end -= at.name.length;
      if (end > 0) {
        path[--end] = '/';
      }
    }
    return path;
  }

  Iterable<WatchedDirectory> children() {
    return children.values();
  }

  @Nullable WatchedDirectory child(byte[] childName) {
    return children.get(ByteBuffer.wrap(childName));
  }

  /** Puts a directory at a name of this one; answers what was known there before. */
  @Nullable WatchedDirectory put(byte[] childName, WatchedDirectory child) {
    child.parent = this;
    child.name = childName;
    return children.put(ByteBuffer.wrap(childName), child);
  }

  /** Takes this out of its parent, unless another directory has its place by now. */
  void detach() {
    WatchedDirectory above = parent;
    if (above != null) {
      above.children.remove(ByteBuffer.wrap(name), this);
    }
    parent = null;
  }

  boolean isRoot() {
    return parent == null;
  }

  /** Whether this is a directory or lies below it, as far as events have told. */
  boolean isWithin(WatchedDirectory directory) {
    for (WatchedDirectory at = this; at != null; at = at.parent) {
      if (at == directory) {
        return true;
      }
    }
    return false;
  }

  boolean isAt(@Nullable WatchedDirectory directory, byte[] childName) {
    return parent == directory && java.util.Arrays.equals(name, childName);
  }
}
