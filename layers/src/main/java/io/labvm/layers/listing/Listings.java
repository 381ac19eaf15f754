package io.labvm.layers.listing;

import io.labvm.linux.Dir;
import io.labvm.linux.DirEntries;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The names of all directories that a walk has open at once. Members decide how many names a
 * directory has and how deep directories lie in each other: what does not fit the memory given here
 * lies in a scratch file, a directory's names in runs that are sorted each.
 */
public final class Listings implements Closeable {
  /** Of one directory, sorted at once; as much again is in use while a directory is read. */
  private static final int PART_BYTES = 8 << 20;

  /** Of all open directories. */
  private static final int HELD_BYTES = 8 << 20;

  /** Each holds the attributes of a thousand names. */
  private static final int AHEAD_AT_ONCE = 32;

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST = 3 + 255;

  private final Path scratch;
  private final int partBytes;
  private final int heldMost;
  private int held;
  private int aheadAt;
  private @Nullable ExecutorService helper;
  private @Nullable FileChannel file;
  private long end;

  public Listings(Path scratch) {
    this(scratch, PART_BYTES, HELD_BYTES);
  }

  /** With other bounds of memory. */
  Listings(Path scratch, int partBytes, int heldMost) {
    this.scratch = scratch;
    this.partBytes = partBytes;
    this.heldMost = heldMost;
  }

  /** Reads the names of a directory. Listings are closed in the reverse order. */
  public Listing of(Dir dir) throws IOException {
    long start = end;
    List<SpilledNames> runs = new ArrayList<>();
    DirEntries[] last = new DirEntries[1];
    dir.entries(
        partBytes,
        part -> {
          if (last[0] != null) {
            runs.add(spill(last[0]));
          }
          last[0] = part;
        });
    DirEntries rest = last[0];
    if (runs.isEmpty() && held + rest.bytes() <= heldMost) {
      return inMemory(rest);
    }
    runs.add(spill(rest));
    return new Listing(runs, () -> end = start);
  }

  /** Of a directory that is not looked into. */
  public Listing none() {
    return inMemory(new DirEntries());
  }

  private Listing inMemory(DirEntries names) {
    boolean ahead = names.size() >= StatAhead.FEWEST && aheadAt < AHEAD_AT_ONCE;
    held += names.bytes();
    aheadAt += ahead ? 1 : 0;
    return new Listing(
        names,
        ahead ? new StatAhead(helper(), names) : null,
        () -> {
          held -= names.bytes();
          aheadAt -= ahead ? 1 : 0;
        });
  }

  private ExecutorService helper() {
    ExecutorService running = helper;
    if (running == null) {
      running =
          Executors.newSingleThreadExecutor(
              Thread.ofPlatform().daemon().name("scan-ahead").factory());
      helper = running;
    }
    return running;
  }

  /** What lies in the scratch file now. */
  long spilledBytes() {
    return end;
  }

  private SpilledNames spill(DirEntries names) throws IOException {
    FileChannel to = file();
    long start = end;
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    for (int i = 0; i < names.size(); i++) {
      byte[] name = names.name(i);
      buffer.putShort((short) names.type(i).modeBits()).put((byte) name.length).put(name);
      if (buffer.remaining() < LONGEST) {
        write(to, buffer);
      }
    }
    write(to, buffer);
    return new SpilledNames(to, start, end);
  }

  private void write(FileChannel to, ByteBuffer buffer) throws IOException {
    for (buffer.flip(); buffer.hasRemaining(); ) {
      end += to.write(buffer, end);
    }
    buffer.clear();
  }

  private FileChannel file() throws IOException {
    FileChannel open = file;
    if (open == null) {
      open =
          FileChannel.open(
              Files.createTempFile(scratch, "names-", ".tmp"),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      file = open;
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    if (helper != null) {
      helper.shutdownNow();
    }
    if (file != null) {
      file.close();
    }
  }
}
