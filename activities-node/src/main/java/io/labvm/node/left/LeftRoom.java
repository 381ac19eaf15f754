package io.labvm.node.left;

import io.labvm.linux.Dir;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.Stat;
import java.io.IOException;
import java.nio.file.Path;

/**
 * How much an upper holds.
 *
 * @param names below its root
 * @param bytes of room on the disk
 * @param complete false when there is more than was counted
 */
public record LeftRoom(long names, long bytes, boolean complete) {
  private static final int MOST = 500_000;
  private static final int DEEPEST = 400;
  private static final int BLOCK = 512;

  /** Counts, up to half a million names. */
  public static LeftRoom of(Path upper) throws IOException {
    Count count = new Count();
    try (Dir root = Dir.openConfined(upper)) {
      count.below(root, 0);
    }
    return new LeftRoom(count.names, count.bytes, count.complete);
  }

  private static final class Count {
    private long names;
    private long bytes;
    private boolean complete = true;

    void below(Dir directory, int depth) throws IOException {
      if (depth > DEEPEST) {
        complete = false;
        return;
      }
      directory.entries(
          LeftTree.PART,
          part -> {
            for (int i = 0; i < part.size() && complete; i++) {
              one(directory, part.name(i), depth);
            }
          });
    }

    private void one(Dir directory, byte[] name, int depth) throws IOException {
      if (names == MOST) {
        complete = false;
        return;
      }
      names++;
      try {
        Stat stat = directory.stat(name);
        bytes += stat.blocks() * BLOCK / Math.max(1, isFolder(stat) ? 1 : stat.links());
        if (isFolder(stat)) {
          try (Dir below = directory.openDirectory(name)) {
            below(below, depth + 1);
          }
        }
      } catch (LinuxException e) {
        if (!LeftTree.isNone(e)) {
          throw e;
        }
      }
    }

    private static boolean isFolder(Stat stat) {
      return stat.type() == FileType.DIRECTORY;
    }
  }
}
