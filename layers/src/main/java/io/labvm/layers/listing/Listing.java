package io.labvm.layers.listing;

import io.labvm.linux.Dir;
import io.labvm.linux.DirEntries;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.Stat;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The names of one directory in byte order, each once; see {@link Listings}. */
public final class Listing {
  private final @Nullable DirEntries inMemory;
  private final @Nullable StatAhead ahead;
  private final List<SpilledNames> spilled;
  private final PriorityQueue<SpilledNames> runs =
      new PriorityQueue<>((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
  private final Runnable release;
  private int index = -1;

  /** Empty before the first one, which no name is. */
  private byte[] name = {};

  private FileType type = FileType.UNKNOWN;

  Listing(DirEntries inMemory, @Nullable StatAhead ahead, Runnable release) {
    this.inMemory = inMemory;
    this.ahead = ahead;
    this.spilled = List.of();
    this.release = release;
  }

  Listing(List<SpilledNames> spilled, Runnable release) throws IOException {
    this.inMemory = null;
    this.ahead = null;
    this.spilled = List.copyOf(spilled);
    this.release = release;
    for (SpilledNames run : spilled) {
      add(run);
    }
  }

  private void add(SpilledNames run) throws IOException {
    if (run.next()) {
      runs.add(run);
    }
  }

  /** Goes on to the next name; false behind the last. */
  public boolean next() throws IOException {
    if (inMemory == null) {
      return nextSpilled();
    }
    if (++index >= inMemory.size()) {
      return false;
    }
    name = inMemory.name(index);
    type = inMemory.type(index);
    return true;
  }

  /** Starts again before the first name; of the same names, whatever happened meanwhile. */
  public void rewind() throws IOException {
    index = -1;
    name = new byte[0];
    runs.clear();
    for (SpilledNames run : spilled) {
      run.rewind();
      add(run);
    }
  }

  private boolean nextSpilled() throws IOException {
    byte[] before = name;
    for (SpilledNames run = runs.poll(); run != null; run = runs.poll()) {
      byte[] found = run.name();
      FileType foundType = run.type();
      add(run);
      if (!Arrays.equals(before, found)) {
        name = found;
        type = foundType;
        return true;
      }
    }
    return false;
  }

  public byte[] name() {
    return name;
  }

  /** As the directory lists it; {@link FileType#UNKNOWN} where its file system keeps none. */
  public FileType type() {
    return type;
  }

  /**
   * The attributes of the name, now or a moment ago.
   *
   * @param dir the directory that is listed
   */
  public Stat stat(Dir dir) throws LinuxException {
    return ahead == null ? dir.stat(name) : ahead.stat(dir, index);
  }

  /** The directory may be closed from now on, until the next question. */
  public void pause() {
    if (ahead != null) {
      ahead.pause();
    }
  }

  /** The walk has left the directory. */
  public void release() {
    pause();
    release.run();
  }
}
