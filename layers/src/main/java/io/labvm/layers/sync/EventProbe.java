package io.labvm.layers.sync;

import io.labvm.linux.LinuxException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tries whether changes are told at all where an upper is: a file system may take the mark and stay
 * silent. A file is made in a directory of our own beside the upper, and its event awaited.
 */
final class EventProbe {
  private static final long PATIENCE_MILLIS = 3000;

  private final Map<Integer, CountDownLatch> waiting = new ConcurrentHashMap<>();

  /** What is tried. */
  interface Watching {
    /** As {@link io.labvm.linux.TreeEvents#watch}. */
    boolean watch(int tree, Path root) throws LinuxException;

    /** As {@link io.labvm.linux.TreeEvents#unwatch}. */
    void unwatch(int tree);
  }

  /**
   * Whether a change is told within three seconds. Where none can be made (full, read-only) nothing
   * can be missed for now: true.
   *
   * @param tree a number that no other tree has
   */
  boolean hears(Watching events, int tree, Path upper) throws InterruptedIOException {
    CountDownLatch told = new CountDownLatch(1);
    waiting.put(tree, told);
    try {
      Path directory = Files.createTempDirectory(upper.resolveSibling(""), "probe-");
      Path file = directory.resolve("file");
      try {
        return events.watch(tree, directory)
            && Files.exists(Files.createFile(file))
            && told.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      } finally {
        events.unwatch(tree);
        Files.deleteIfExists(file);
        Files.delete(directory);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("probing for events");
    } catch (LinuxException e) {
      return false;
    } catch (IOException e) {
      return true;
    } finally {
      waiting.remove(tree);
    }
  }

  /** Something was told of a tree; whether it was a probe's. */
  boolean told(int tree) {
    CountDownLatch probe = waiting.get(tree);
    if (probe != null) {
      probe.countDown();
    }
    return probe != null;
  }
}
