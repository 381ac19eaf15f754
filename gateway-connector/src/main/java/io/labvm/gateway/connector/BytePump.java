package io.labvm.gateway.connector;

import java.io.IOException;

/** Carries bytes between two ends, both ways at once, until both directions have ended. */
public final class BytePump {
  /** One read; large enough that four TLS records go into one system call. */
  private static final int BUFFER_BYTES = 64 * 1024;

  private BytePump() {}

  /** Sees bytes before they are passed on; must be quick and must not keep the buffer. */
  public interface Tap {
    /** Sees nothing. */
    Tap NONE = (buffer, offset, length) -> {};

    /**
     * Bytes on their way.
     *
     * @throws IOException to end the connection
     */
    void pass(byte[] buffer, int offset, int length) throws IOException;
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
    var buffer = new byte[BUFFER_BYTES];
    try {
      for (int n; (n = from.read(buffer, 0, buffer.length)) >= 0; ) {
        tap.pass(buffer, 0, n);
        to.write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // Either peer is gone or a tap said stop: the connection is over in both directions.
      from.close();
      to.close();
    }
  }
}
