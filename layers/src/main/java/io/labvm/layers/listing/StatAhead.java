package io.labvm.layers.listing;

import io.labvm.linux.Dir;
import io.labvm.linux.DirEntries;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.Stat;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a directory's names in their order, asked for before the walk comes to them:
 * these questions to the kernel are more than half of what a walk costs, and a second processor can
 * ask them meanwhile.
 *
 * <p>The first names of each window are asked by the walk itself, while the helper begins behind
 * them. No descriptor is used by the helper once {@link #pause} has returned. For one thread.
 */
final class StatAhead {
  private static final int WINDOW = 1024;
  private static final int CHUNK = 32;

  /** What the walk asks itself, so that it does not wait for a helper that has just been told. */
  private static final int OWN = 48;

  /** With fewer names the helper would be told for nothing. */
  static final int FEWEST = 3 * OWN;

  private final Executor helper;
  private final DirEntries names;
  private int end;
  private int own;
  private Task task = Task.NOTHING;

  /**
   * @param helper runs tasks one after another, each at once
   */
  StatAhead(Executor helper, DirEntries names) {
    this.helper = helper;
    this.names = names;
  }

  /**
   * The attributes of a name, now or a moment ago. Indexes never go back.
   *
   * @param dir the directory the names are from
   * @throws LinuxException as {@link Dir#stat}
   */
  Stat stat(Dir dir, int index) throws LinuxException {
    if (index >= end) {
      end = Math.min(index + WINDOW, names.size());
      begin(dir, index);
    }
    if (index < own) {
      return dir.stat(names.name(index));
    }
    if (!task.await(index)) {
      begin(dir, index); // it was paused before it came here
      return dir.stat(names.name(index));
    }
    return task.take(index);
  }

  private void begin(Dir dir, int index) {
    pause();
    own = index + OWN;
    if (own < end) {
      task = new Task(dir, names, own, end);
      helper.execute(task);
    }
  }

  /** Returns when the helper has nothing more to do with the directory. */
  void pause() {
    task.end();
  }

  /** What the helper is told: names from one to another, of which it finds some or all. */
  private static final class Task implements Runnable {
    private static final Task NOTHING = new Task();

    private final @Nullable Dir dir;
    private final DirEntries names;
    private final int from;
    private final @Nullable Object[] found;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Names before this one are found. */
    private int done;

    private boolean begun;
    private boolean unwanted;
    private boolean ended;

    private Task() {
      this.dir = null;
      this.names = new DirEntries();
      this.from = 0;
      this.found = new Object[0];
      this.ended = true;
    }

    private Task(Dir dir, DirEntries names, int from, int to) {
      this.dir = dir;
      this.names = names;
      this.from = from;
      this.found = new Object[to - from];
      this.done = from;
    }

    @Override
    public void run() {
      boolean all = false;
      try {
        all = dir != null && lookAtAll(dir);
      } finally {
        finish(all);
      }
    }

    private boolean lookAtAll(Dir directory) {
      for (int at = 0; at < found.length; at += CHUNK) {
        if (!goesOn(at)) {
          return false;
        }
        for (int i = at; i < Math.min(at + CHUNK, found.length); i++) {
          found[i] = look(directory, from + i);
        }
      }
      return true;
    }

    private @Nullable Object look(Dir directory, int index) {
      if (names.type(index) == FileType.DIRECTORY) {
        return null; // the walk opens it
      }
      try {
        return directory.stat(names.name(index));
      } catch (LinuxException e) {
        return e;
      }
    }

    /** Says how many are found; false when no more are wanted. */
    private boolean goesOn(int number) {
      return locked(
          () -> {
            begun = true;
            done = from + number;
            return !unwanted;
          });
    }

    private void finish(boolean all) {
      boolean ignored =
          locked(
              () -> {
                done = all ? from + found.length : done;
                ended = true;
                return all;
              });
    }

    /** False when it ended before it came to the name. */
    boolean await(int index) {
      return locked(
          () -> {
            while (index >= done && !ended) {
              changed.awaitUninterruptibly();
            }
            return index < done;
          });
    }

    void end() {
      boolean ignored =
          locked(
              () -> {
                unwanted = true;
                ended |= !begun;
                while (!ended) {
                  changed.awaitUninterruptibly();
                }
                return true;
              });
    }

    private boolean locked(BooleanSupplier work) {
      lock.lock();
      try {
        return work.getAsBoolean();
      } finally {
        changed.signalAll();
        lock.unlock();
      }
    }

    Stat take(int index) throws LinuxException {
      Object what = found[index - from];
      if (what instanceof Stat stat) {
        return stat;
      }
      if (what instanceof LinuxException e) {
        throw e;
      }
      throw new IllegalStateException("name " + index + " was listed as a directory");
    }
  }
}
