package io.labvm.gateway;

import io.labvm.gateway.RouteTable.Target;
import io.labvm.gateway.connector.BytePump;
import io.labvm.gateway.connector.BytePump.Tap;
import io.labvm.gateway.connector.PumpEnd;
import io.labvm.gateway.connector.Purpose;
import io.labvm.gateway.connector.RelayConnector;
import io.labvm.gateway.connector.RelayRefusal;
import io.labvm.gateway.connector.RfbHandshake;
import io.labvm.gateway.connector.RfbHandshake.Outcome;
import io.labvm.gateway.connector.RfbRefusal;
import io.labvm.gateway.connector.TlsEnd;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets clients in: checks the limits, connects to the desktop's node, carries the bytes. */
final class Doorkeeper implements Listeners.Door {
  private static final Logger log = LoggerFactory.getLogger(Doorkeeper.class);
  private static final String TOO_MANY_FAILURES =
      "Too many failed logins from your address. Wait a minute, then try again.";
  private static final String TOO_MANY_CONNECTIONS = "This desktop has too many open connections.";
  private static final String STOPPED = "desktop is stopped";
  private static final String RETURNING = "The desktop is on its way back. Try again soon.";
  private static final String UNREACHABLE = "The desktop's node does not answer. Try again soon.";
  private static final int KEEP_ALIVE_SECONDS = 60;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Supplier<RouteTable> routes;
  private final RelayConnector connector;
  private final Limits limits;
  private final GatewayLimits settings;
  private final Connections connections;
  private final ScheduledExecutorService timer;

  Doorkeeper(
      Supplier<RouteTable> routes,
      RelayConnector connector,
      Limits limits,
      GatewayLimits settings,
      Connections connections,
      ScheduledExecutorService timer) {
    this.routes = routes;
    this.connector = connector;
    this.limits = limits;
    this.settings = settings;
    this.connections = connections;
    this.timer = timer;
  }

  @Override
  public void enter(int port, Socket client) {
    Thread.ofVirtual().name("client-" + port).start(() -> serve(port, client));
  }

  private void serve(int port, Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      // A peer that vanished without a word is found within minutes, not hours.
      client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      client.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_SECONDS);
      var target = routes.get().target(port);
      if (target.isPresent()) {
        admit(target.get(), client);
      }
    } catch (IOException e) {
      log.debug("connection on port {} ended", port, e);
    }
  }

  private void admit(Target target, Socket client) throws IOException {
    var source = client.getInetAddress();
    var desktop = target.route().desktop();
    var connection = new Connection(target, client);
    if (target.purpose() == Purpose.VNC && !limits.vncAllowed(source, desktop)) {
      refuse(target, client, TOO_MANY_FAILURES);
    } else if (target.purpose() == Purpose.SSH && !limits.sshAllowed(source)) {
      log.info("too many SSH connections from {}", source);
    } else if (!connections.add(connection)) {
      refuse(target, client, TOO_MANY_CONNECTIONS);
    } else {
      try {
        connect(connection, client);
      } finally {
        connections.remove(connection);
      }
    }
  }

  private void connect(Connection connection, Socket client) throws IOException {
    boolean reachable = awaitReachable(connection);
    var target = connection.target();
    if (!reachable) {
      refuse(target, client, target.route().returns() ? RETURNING : STOPPED);
      return;
    }
    try (var relay = connector.open(target.route(), target.purpose())) {
      connection.relay(relay.socket());
      carry(connection, client, relay);
    } catch (RelayRefusal e) {
      log.info("the relay of {} refused: {}", target.route(), e.getMessage());
      refuse(target, client, reason(e));
    } catch (IOException e) {
      log.warn("no connection to {}", target.route(), e);
      refuse(target, client, UNREACHABLE);
    }
  }

  /**
   * Holds who comes while a desktop moves or starts, so that a viewer that tries again at once gets
   * in. Counts among the desktop's connections meanwhile.
   */
  private boolean awaitReachable(Connection connection) {
    long end = System.nanoTime() + settings.comeBack().toNanos();
    while (!connection.isClosed()) {
      var now = routes.get().target(connection.target().port()).orElse(null);
      if (now == null || !sameDesktop(now, connection.target())) {
        return false;
      }
      connection.leadsTo(now);
      // asked again: whoever changed the routes since has not seen where it leads
      if (now.route().reachable() && routes.get().keeps(now)) {
        return true;
      }
      if (!now.route().reachable()
          && (!now.route().returns() || System.nanoTime() > end || tooManyWait(now))) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return false;
  }

  /** Some that gave up meanwhile are among them: they must not keep everybody else out. */
  private boolean tooManyWait(Target target) {
    return connections.waiting(target.route().desktop()) * 4 > settings.connectionsPerDesktop();
  }

  private static boolean sameDesktop(Target one, Target other) {
    return one.route().desktop().equals(other.route().desktop());
  }

  private static String reason(RelayRefusal refusal) {
    return switch (refusal.error()) {
      case NOT_RUNNING, STALE_EPOCH -> STOPPED;
      case EXPIRED, BAD_TICKET, USED, UNREACHABLE -> UNREACHABLE;
    };
  }

  private void carry(Connection connection, Socket client, TlsEnd relay) throws IOException {
    var from = PumpEnd.of(client);
    if (connection.target().purpose() == Purpose.SSH) {
      Tap moved = _ -> connection.moved();
      BytePump.relay(from, relay, moved, moved);
      return;
    }
    var login = new VncLogin(connection, client);
    var deadline =
        timer.schedule(
            login::endIfOpen, settings.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
    try {
      BytePump.relay(from, relay, login::fromClient, login::fromServer);
    } finally {
      deadline.cancel(false);
      login.ended();
    }
  }

  private void refuse(Target target, Socket client, String reason) throws IOException {
    if (target.purpose() == Purpose.VNC) {
      client.setSoTimeout(Math.toIntExact(settings.handshakeTimeout().toMillis()));
      RfbRefusal.refuse(client.getInputStream(), client.getOutputStream(), reason);
    }
  }

  /** Follows one VNC connection until it is known whether its password was right. */
  private final class VncLogin {
    private final RfbHandshake handshake = new RfbHandshake();
    private final Connection connection;
    private final Socket client;
    private boolean counted;

    VncLogin(Connection connection, Socket client) {
      this.connection = connection;
      this.client = client;
    }

    void fromClient(ByteBuffer bytes) {
      connection.moved();
      handshake.fromClient(bytes);
    }

    void fromServer(ByteBuffer bytes) {
      connection.moved();
      if (handshake.outcome() == Outcome.OPEN) {
        handshake.fromServer(bytes);
        count(false);
      }
    }

    void endIfOpen() {
      if (handshake.outcome() == Outcome.OPEN) {
        connection.close();
      }
    }

    void ended() {
      count(true);
    }

    /** Counts once: when the outcome is known, or when a try ended without one. */
    private synchronized void count(boolean over) {
      if (counted) {
        return;
      }
      var desktop = connection.target().route().desktop();
      var outcome = handshake.outcome();
      var tried = handshake.answered();
      if (outcome == Outcome.SUCCEEDED) {
        counted = true;
        limits.vncSucceeded(client.getInetAddress(), desktop);
      } else if (tried && (outcome == Outcome.FAILED || (over && outcome == Outcome.OPEN))) {
        counted = true;
        limits.vncFailed(client.getInetAddress(), desktop);
      }
    }
  }
}
