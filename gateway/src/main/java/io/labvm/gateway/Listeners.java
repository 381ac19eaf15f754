package io.labvm.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open public ports. A port that is taken is reported as a problem and tried again with each
 * {@link #open}.
 */
final class Listeners implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);
  private static final int BACKLOG = 128;
  private static final long RETRY_NANOS = 20_000_000;

  private final String address;
  private final Door door;
  private final Map<Integer, ServerSocket> open = new TreeMap<>();
  private final Map<Integer, String> problems = new TreeMap<>();

  /** Takes new connections over; must not wait. */
  interface Door {
    void enter(int port, Socket client);
  }

  Listeners(String address, Door door) {
    this.address = address;
    this.door = door;
  }

  /** Listens on exactly these ports, as far as they are free. Connections under way stay. */
  synchronized void open(Set<Integer> ports) {
    for (var port : List.copyOf(open.keySet())) {
      if (!ports.contains(port)) {
        close(port);
      }
    }
    problems.keySet().retainAll(ports);
    for (var port : ports) {
      if (!open.containsKey(port)) {
        listen(port);
      }
    }
  }

  synchronized List<Integer> listening() {
    return List.copyOf(open.keySet());
  }

  synchronized List<String> problems() {
    return new ArrayList<>(problems.values());
  }

  private void listen(int port) {
    try {
      // The connections of a channel have channels, whose bytes need not be copied.
      var socket = ServerSocketChannel.open().socket();
      try {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(address, port), BACKLOG);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
      open.put(port, socket);
      problems.remove(port);
      Thread.ofVirtual().name("port-" + port).start(() -> accept(port, socket));
    } catch (IOException e) {
      var problem = "port " + port + " cannot be opened: " + e.getMessage();
      if (!problem.equals(problems.put(port, problem))) {
        log.warn(problem);
      }
    }
  }

  private void accept(int port, ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        door.enter(port, socket.accept());
      } catch (IOException e) {
        // Closed on purpose, or out of descriptors: then the connections that end make room.
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private void close(int port) {
    var socket = open.remove(port);
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        log.debug("closing port {}", port, e);
      }
    }
  }

  @Override
  public synchronized void close() {
    open(Set.of());
  }
}
