package io.labvm.gateway.connector;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Carries bytes between two ends, both ways at once, until both directions have ended. */
public final class BytePump {
  /** One read: as many TLS records as are moved with one system call, and one that was begun. */
  private static final int BUFFER_BYTES = (TlsEnd.RECORDS + 1) * Records.PLAIN_BYTES;

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
   * stream is passed on as such, so that the other direction may finish.
   *
   * @param fromClient sees what goes to the server
   * @param fromServer sees what goes to the client
   */
  public static void relay(PumpEnd client, PumpEnd server, Tap fromClient, Tap fromServer) {
    try (client;
        server) {
      var back = Thread.ofVirtual().start(() -> copy(server, client, fromServer));
      copy(client, server, fromClient);
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(PumpEnd from, PumpEnd to, Tap tap) {
    var buffer =
        from.direct() && to.direct()
            ? ByteBuffer.allocateDirect(BUFFER_BYTES)
            : ByteBuffer.allocate(BUFFER_BYTES);
    try {
      while (from.read(buffer.clear()) >= 0) {
        tap.pass(buffer.flip());
        to.write(buffer);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // Either peer is gone or a tap said stop: the connection is over in both directions.
      from.close();
      to.close();
    }
  }
}
