package io.labvm.layers.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the bytes of an archive in a thread of its own, a few buffers ahead, so that reading and
 * unpacking go on while entries are parsed and written.
 */
final class ReadAhead implements Closeable {
  /** Small enough that what was read is still in the processor's cache when it is written. */
  private static final int BUFFER = 1 << 18;

  private static final int BUFFERS = 4;

  private final Bytes source;
  private final BlockingQueue<Filled> filled = new ArrayBlockingQueue<>(BUFFERS);
  private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(BUFFERS);
  private final Thread thread;
  private Filled current = new Filled(ByteBuffer.allocate(0), null, false);

  /** Where the bytes come from. */
  interface Bytes extends Closeable {
    /** Puts some bytes into a direct buffer; less than 0 at the end. */
    int read(ByteBuffer into) throws IOException;
  }

  /**
   * Some bytes.
   *
   * @param failure what came instead of the bytes behind them
   * @param last when nothing is behind them
   */
  private record Filled(ByteBuffer bytes, @Nullable IOException failure, boolean last) {}

  ReadAhead(Bytes source) {
    this.source = source;
    for (int i = 0; i < BUFFERS; i++) {
      free.add(ByteBuffer.allocateDirect(BUFFER));
    }
    thread = Thread.ofPlatform().name("archive-reader").daemon().start(this::fetch);
  }

  private void fetch() {
    try {
      for (boolean more = true; more; ) {
        Filled next = fill(free.take().clear());
        more = !next.last;
        filled.put(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: nobody waits for more
    }
  }

  private Filled fill(ByteBuffer into) {
    try {
      int n = 0;
      while (n >= 0 && into.hasRemaining()) {
        n = source.read(into);
      }
      return new Filled(into.flip(), null, n < 0);
    } catch (IOException e) {
      return new Filled(into.flip(), e, true);
    } catch (RuntimeException e) {
      return new Filled(into.flip(), new IOException("reading failed", e), true);
    }
  }

  /** The next bytes, valid until the next call; empty at the end. */
  ByteBuffer next() throws IOException {
    if (current.failure != null) {
      throw current.failure;
    }
    if (current.last) {
      return current.bytes.limit(0);
    }
    if (current.bytes.isDirect()) {
      free.add(current.bytes);
    }
    try {
      current = filled.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("reading was interrupted");
    }
    return current.bytes.hasRemaining() ? current.bytes : next();
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    source.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
