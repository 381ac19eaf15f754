package io.labvm.gateway;

import io.labvm.gateway.RouteTable.Target;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** One client's connection: what it leads to, and the two sockets by which it can be ended. */
final class Connection implements AutoCloseable {
  private final Target target;
  private final Socket client;
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
