package io.labvm.layers.durable;

import io.labvm.linux.Dir;
import io.labvm.linux.DirEntries;
import io.labvm.linux.Errno;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.Names;
import io.labvm.linux.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes a tree through one open directory that goes down by name and up by {@code ..}: neither
 * the length of a path nor the number of descriptors limits its depth, and of directories with many
 * names a part is listed at a time. Whoever moves directories about meanwhile cannot lead it
 * elsewhere: going up must arrive where it came from.
 */
final class TreeRemoval {
  private static final byte[] UP = {'.', '.'};

  /** Of the names of a directory that are listed at once, bytes of memory. */
  private static final int PART = 1 << 18;

  /** So many directories keep their names while those inside are emptied; others list them anew. */
  private static final int HELD = 64;

  /**
   * So often directories are listed again, since names are left; somebody may add them for ever.
   */
  private static final int MOST_ROUNDS = 1 << 20;

  private final List<Level> levels = new ArrayList<>();
  private final long device;
  private Dir at;
  private long removed;
  private int rounds;

  /** A directory that is being emptied, and how far its listing was gone through. */
  private static final class Level {
    private final byte[] name;
    private final long inode;
    private final long removedBefore;
    private DirEntries entries;
    private int next;

    private Level(byte[] name, long inode, long removedBefore, DirEntries entries) {
      this.name = name;
      this.inode = inode;
      this.removedBefore = removedBefore;
      this.entries = entries;
    }

    private void forget() {
      entries = new DirEntries();
      next = 0;
    }
  }

  private TreeRemoval(Dir parent) throws LinuxException {
    Stat stat = parent.fd().stat();
    this.at = parent;
    this.device = stat.device();
    levels.add(new Level(new byte[0], stat.inode(), 0, new DirEntries()));
  }

  static void of(Path tree) throws IOException {
    Path absolute = tree.toAbsolutePath();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    if (parent == null || name == null) {
      throw new IOException(tree + " has no parent");
    }
    if (Files.notExists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    of(Dir.open(parent), Names.bytes(name));
  }

  /** Closes the directory. */
  static void of(Dir parent, byte[] name) throws IOException {
    TreeRemoval removal = new TreeRemoval(parent);
    try {
      removal.remove(name);
    } finally {
      removal.at.close();
    }
  }

  private void remove(byte[] tree) throws IOException {
    removeOrEnter(tree, FileType.UNKNOWN);
    while (levels.size() > 1) {
      Level level = levels.getLast();
      if (level.next < level.entries.size()) {
        int index = level.next++;
        removeOrEnter(level.entries.name(index), level.entries.type(index));
      } else {
        leave(level);
      }
    }
  }

  private void removeOrEnter(byte[] name, FileType listed) throws IOException {
    try {
      FileType type = listed == FileType.UNKNOWN ? at.stat(name).type() : listed;
      if (type == FileType.DIRECTORY) {
        enter(name);
      } else {
        at.unlink(name);
        removed++;
      }
    } catch (LinuxException e) {
      requireGone(e);
    }
  }

  private void enter(byte[] name) throws LinuxException {
    Dir child = at.openDirectory(name);
    boolean entered = false;
    try {
      Stat stat = child.fd().stat();
      if (stat.device() != device) {
        throw new LinuxException("unlinkat", child.toString(), Errno.EBUSY.number());
      }
      levels.add(new Level(name, stat.inode(), removed, child.first(PART)));
      entered = true;
    } finally {
      if (!entered) {
        child.close();
      }
    }
    at.close();
    at = child;
    if (levels.size() > HELD + 1) {
      levels.get(levels.size() - HELD - 1).forget();
    }
  }

  private void leave(Level done) throws IOException {
    levels.removeLast();
    Dir up = at.openDirectory(UP);
    at.close();
    at = up;
    Stat stat = at.fd().stat();
    if (stat.inode() != levels.getLast().inode || stat.device() != device) {
      throw new IOException(at + " was moved while it was removed");
    }
    try {
      at.removeDirectory(done.name);
      removed++;
    } catch (LinuxException e) {
      if (e.is(Errno.ENOTEMPTY) && removed > done.removedBefore && rounds++ < MOST_ROUNDS) {
        removeOrEnter(done.name, FileType.DIRECTORY);
        return;
      }
      requireGone(e);
    }
  }

  private static void requireGone(LinuxException e) throws LinuxException {
    if (!e.is(Errno.ENOENT)) {
      throw e;
    }
  }
}
