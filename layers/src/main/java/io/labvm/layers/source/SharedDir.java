package io.labvm.layers.source;

import io.labvm.linux.Dir;

/**
 * A directory that stays open until the last batch that needs it is written. Walker thread only.
 */
final class SharedDir {
  private final Dir dir;
  private int users = 1;

  SharedDir(Dir dir) {
    this.dir = dir;
  }

  Dir dir() {
    return dir;
  }

  void retain() {
    users++;
  }

  void release() {
    if (--users == 0) {
      dir.close();
    }
  }
}
