package io.labvm.gateway;

import io.labvm.gateway.RouteTable.Target;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** One client's connection: what it leads to, and the two sockets by which it can be ended. */
final class Connection implements AutoCloseable {
  private final Socket client;
  private volatile Target target;
  private volatile @Nullable Socket relay;
  private volatile boolean closed;
  private volatile long lastByte = System.nanoTime();

  Connection(Target target, Socket client) {
    this.target = target;
    this.client = client;
  }

  Target target() {
    return target;
  }

  /** It goes there now; only while it carries nothing. */
  void leadsTo(Target newest) {
    target = newest;
  }

  boolean isClosed() {
    return closed;
  }

  /** The other socket; closed at once if the connection has ended meanwhile. */
  void relay(Socket socket) {
    relay = socket;
    if (closed) {
      close();
    }
  }

  /** Bytes have passed. */
  void moved() {
    lastByte = System.nanoTime();
  }

  long idleNanos() {
    return System.nanoTime() - lastByte;
  }

  /**
   * Ends it as a broken line does, not as a server does: viewers take an orderly end for the end of
   * the session, and try again after a reset.
   */
  void reset() {
    try {
      client.setSoLinger(true, 0);
    } catch (IOException e) {
      // Gone already.
    }
    close();
  }

  @Override
  public void close() {
    closed = true;
    close(client);
    var other = relay;
    if (other != null) {
      close(other);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Gone already, which is what closing wants.
    }
  }
}
