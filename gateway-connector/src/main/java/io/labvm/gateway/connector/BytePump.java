package io.labvm.gateway.connector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Carries bytes between two ends, both ways at once, until both directions have ended. */
public final class BytePump {
  /** What is read at first: most connections carry little, and many may be open. */
  private static final int LITTLE = Records.WIRE_BYTES;

  /** One read of much: what leaves as so many full TLS records with one system call. */
  private static final int MUCH = TlsEnd.RECORDS * Records.PLAIN_BYTES;

  /** How long one direction may carry nothing after the other has ended. */
  private static final Duration HALF_OPEN = Duration.ofSeconds(30);

  private BytePump() {}

  /** Sees bytes before they are passed on; must be quick, keep nothing and change nothing. */
  public interface Tap {
    /** Sees nothing. */
    Tap NONE = bytes -> {};

    /**
     * Bytes on their way, between the buffer's position and limit, which must stay where they are.
     *
     * @throws IOException to end the connection
     */
    void pass(ByteBuffer bytes) throws IOException;
  }

  /** {@link #relay(PumpEnd, PumpEnd, Tap, Tap)} without taps. */
  public static void relay(PumpEnd client, PumpEnd server) {
    relay(client, server, Tap.NONE, Tap.NONE);
  }

  /**
   * Relays until both directions have ended or one has failed; then both ends are closed. An end of
   * stream is passed on as such, so that the other direction may finish; one that carries nothing
   * for 30 s after that is over, too, so that no peer keeps half a connection for ever.
   *
   * @param fromClient sees what goes to the server
   * @param fromServer sees what goes to the client
   */
  public static void relay(PumpEnd client, PumpEnd server, Tap fromClient, Tap fromServer) {
    relay(client, server, fromClient, fromServer, HALF_OPEN);
  }

  static void relay(
      PumpEnd client, PumpEnd server, Tap fromClient, Tap fromServer, Duration halfOpen) {
    try (client;
        server) {
      var there = new Direction(client, server, fromClient);
      var back = new Direction(server, client, fromServer);
      PumpThreads.start(() -> there.run(back, halfOpen));
      PumpThreads.start(() -> back.run(there, halfOpen));
      there.over.await();
      back.over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One of the two. */
  private static final class Direction {
    private final PumpEnd from;
    private final PumpEnd to;
    private final Tap tap;
    private final boolean direct;
    private final CountDownLatch over = new CountDownLatch(1);

    /** Of one writer, for the thread of the other direction to see. */
    private volatile long carried;

    Direction(PumpEnd from, PumpEnd to, Tap tap) {
      this.from = from;
      this.to = to;
      this.tap = tap;
      this.direct = from.direct() && to.direct();
    }

    void run(Direction other, Duration halfOpen) {
      try {
        copy();
        to.shutdownOutput();
        over.countDown();
        other.finish(halfOpen);
      } catch (IOException | InterruptedException e) {
        // Either peer is gone or a tap said stop: the connection is over in both directions.
        close();
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      } finally {
        over.countDown();
      }
    }

    private void copy() throws IOException {
      var buffer = Buffers.of(direct, LITTLE);
      long bytes = 0;
      try (var bulk = new BulkMemory()) {
        for (int n; (n = from.read(buffer.clear())) >= 0; ) {
          tap.pass(buffer.flip());
          to.write(buffer);
          bytes += n;
          carried = bytes;
          if (2 * n > buffer.capacity()) {
            buffer = bulk.larger(buffer, Records.PLAIN_BYTES, MUCH);
          }
        }
      }
    }

    /** Waits for its end as long as it moves. */
    private void finish(Duration halfOpen) throws InterruptedException {
      long before;
      do {
        before = carried;
        if (over.await(halfOpen.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      } while (carried != before);
      close();
    }

    private void close() {
      from.close();
      to.close();
    }
  }
}
