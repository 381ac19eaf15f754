package io.labvm.node.relay;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.gateway.connector.BytePump;
import io.labvm.gateway.connector.PumpEnd;
import io.labvm.gateway.connector.Purpose;
import io.labvm.gateway.connector.RelayError;
import io.labvm.gateway.connector.RelayRefusal;
import io.labvm.gateway.connector.Ticket;
import io.labvm.gateway.connector.TicketLine;
import io.labvm.gateway.connector.TicketVerifier;
import io.labvm.gateway.connector.TlsContext;
import io.labvm.gateway.connector.TlsEnd;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes TLS connections, checks their ticket, answers {@code OK} or {@code ERR code}, and carries
 * bytes to the desktop.
 *
 * <p>Every connection has its own thread, so a peer or a desktop that stalls holds up itself only.
 * Neither tickets nor bytes are ever logged.
 */
public final class Relay implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Relay.class);
  private static final int BACKLOG = 128;

  /** After a failed accept, usually for want of descriptors. */
  private static final long BREATH_NANOS = 100_000_000;

  private final TlsContext tls;
  private final RelaySettings settings;
  private final TicketVerifier tickets;
  private final RunningDesktops desktops;
  private final Dialer dialer;
  private final Connections connections;
  private final Semaphore free;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("relay-deadlines").factory());
  private volatile @Nullable ServerSocket server;

  public Relay(
      TlsContext tls,
      RelaySettings settings,
      TicketVerifier tickets,
      RunningDesktops desktops,
      Dialer dialer) {
    this.tls = tls;
    this.settings = settings;
    this.tickets = tickets;
    this.desktops = desktops;
    this.dialer = dialer;
    this.connections = new Connections(settings.perDesktop());
    this.free = new Semaphore(settings.connections());
  }

  /** Listens; returns at once. */
  public void start() throws IOException {
    // The connections of a channel have channels, whose bytes need not be copied.
    ServerSocket listening = ServerSocketChannel.open().socket();
    listening.setReuseAddress(true);
    listening.bind(settings.address(), BACKLOG);
    server = listening;
    tls.prepare();
    Thread.ofPlatform().daemon().name("relay").start(() -> acceptFrom(listening));
    log.info("Relay listens on {}", listening.getLocalSocketAddress());
  }

  /** The port it listens on, -1 when it does not. */
  public int port() {
    ServerSocket listening = server;
    return listening == null ? -1 : listening.getLocalPort();
  }

  private void acceptFrom(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        admit(listening.accept());
      } catch (IOException e) {
        if (!listening.isClosed()) {
          log.warn("Relay cannot accept: {}", e.getMessage());
          LockSupport.parkNanos(BREATH_NANOS);
        }
      }
    }
  }

  private void admit(Socket socket) {
    if (!free.tryAcquire()) {
      close(socket);
      return;
    }
    sockets.add(socket);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                serve(socket);
              } finally {
                close(socket);
                sockets.remove(socket);
                free.release();
              }
            });
  }

  private void serve(Socket plain) {
    ScheduledFuture<?> deadline =
        deadlines.schedule(
            () -> close(plain), settings.opening().toMillis(), TimeUnit.MILLISECONDS);
    try {
      plain.setTcpNoDelay(true);
      plain.setKeepAlive(true);
      try (TlsEnd secured = TlsEnd.server(plain, tls)) {
        String line = TicketLine.read(secured.input());
        deadline.cancel(false);
        admitted(plain, secured, line);
      }
    } catch (IOException e) {
      log.debug("A connection did not come to its ticket: {}", e.getMessage());
    } finally {
      deadline.cancel(false);
    }
  }

  private void admitted(Socket plain, TlsEnd secured, String line) throws IOException {
    try {
      Ticket ticket = tickets.accept(line);
      DesktopId desktop = new DesktopId(ticket.desktop());
      if (!connections.add(desktop, plain)) {
        throw new RelayRefusal(RelayError.UNREACHABLE, desktop + " has too many connections");
      }
      try {
        // Looked up after it is in the list: a stop that comes now finds and closes it.
        connect(secured, ticket, desktop);
      } finally {
        connections.remove(desktop, plain);
      }
    } catch (RelayRefusal e) {
      log.info("Refused a connection: {}", e.getMessage());
      answer(secured, "ERR " + e.error().wire());
    }
  }

  private void connect(TlsEnd secured, Ticket ticket, DesktopId desktop) throws IOException {
    RunningDesktops.Running running = running(desktop, ticket.epoch());
    PumpEnd service = dial(desktop, running, ticket);
    try {
      desktops.noteInput(desktop);
      answer(secured, "OK");
      BytePump.relay(secured, service, input(desktop, ticket.purpose()), BytePump.Tap.NONE);
    } finally {
      service.close();
    }
  }

  private BytePump.Tap input(DesktopId desktop, Purpose purpose) {
    Runnable noted = () -> desktops.noteInput(desktop);
    return switch (purpose) {
      case VNC -> new RfbInput(noted);
      case SSH -> new SshInput(noted, System::nanoTime);
    };
  }

  private RunningDesktops.Running running(DesktopId desktop, long epoch) throws RelayRefusal {
    RunningDesktops.Running running =
        desktops
            .find(desktop)
            .orElseThrow(() -> new RelayRefusal(RelayError.NOT_RUNNING, "desktop " + desktop));
    if (running.epoch() != epoch) {
      throw new RelayRefusal(
          RelayError.STALE_EPOCH,
          "desktop %s runs at %d, the ticket says %d".formatted(desktop, running.epoch(), epoch));
    }
    return running;
  }

  private PumpEnd dial(DesktopId desktop, RunningDesktops.Running running, Ticket ticket)
      throws RelayRefusal {
    try {
      return dialer.dial(desktop, running, ticket.purpose());
    } catch (IOException e) {
      throw new RelayRefusal(RelayError.UNREACHABLE, "desktop " + desktop + ", " + e.getMessage());
    }
  }

  private static void answer(TlsEnd secured, String text) throws IOException {
    secured.output().write((text + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Ends every connection of a desktop. */
  public void disconnect(DesktopId desktop) {
    connections.of(desktop).forEach(Relay::close);
  }

  /** Connections of a desktop that are open now. */
  public int connections(DesktopId desktop) {
    return connections.count(desktop);
  }

  /** Stops listening and ends all connections. */
  @Override
  public void close() throws IOException {
    ServerSocket listening = server;
    if (listening != null) {
      listening.close();
    }
    deadlines.shutdownNow();
    sockets.forEach(Relay::close);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // gone already
    }
  }
}
