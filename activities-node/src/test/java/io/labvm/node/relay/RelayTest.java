package io.labvm.node.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.gateway.connector.PumpEnd;
import io.labvm.gateway.connector.Purpose;
import io.labvm.gateway.connector.RelayConnector;
import io.labvm.gateway.connector.RelayError;
import io.labvm.gateway.connector.RelayRefusal;
import io.labvm.gateway.connector.Route;
import io.labvm.gateway.connector.TicketKey;
import io.labvm.gateway.connector.TicketVerifier;
import io.labvm.gateway.connector.TlsContext;
import io.labvm.gateway.connector.TlsEnd;
import io.labvm.node.testkit.Await;
import io.labvm.node.testkit.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real TLS, with the connector that the gateway uses. */
class RelayTest {
  private static final DesktopId DESKTOP = new DesktopId("d1");
  @TempDir static Path directory;
  private static TestIdentity identity;
  private static KeyPair tickets;
  private static TlsContext trust;

  private final AtomicLong clock = new AtomicLong();
  private final RunningDesktops running = new RunningDesktops(clock::get);
  private ServerSocket service;
  private Relay relay;
  private RelayConnector gateway;

  @BeforeAll
  static void makeKeys() throws Exception {
    identity = TestIdentity.make(directory, "n1");
    trust = identity.client();
    tickets = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  @BeforeEach
  void startRelay() throws Exception {
    service = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    relay =
        new Relay(
            identity.server(),
            new RelaySettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                8,
                2,
                Duration.ofSeconds(10)),
            new TicketVerifier(tickets.getPublic(), "n1", InstantSource.system()),
            running,
            (_, _, purpose) -> dial(purpose));
    relay.start();
    running.put(DESKTOP, new RunningDesktops.Running(3, "10.213.0.9", "c1"));
    gateway =
        new RelayConnector(
            trust,
            new TicketKey(tickets.getPrivate(), InstantSource.system()),
            Duration.ofSeconds(10));
  }

  private PumpEnd dial(Purpose purpose) throws IOException {
    if (purpose == Purpose.SSH) {
      throw new IOException("connection refused");
    }
    return PumpEnd.of(new Socket(service.getInetAddress(), service.getLocalPort()));
  }

  @AfterEach
  void stopRelay() throws IOException {
    relay.close();
    service.close();
  }

  @Test
  void carriesBytesBothWays() throws Exception {
    try (TlsEnd client = connect(3);
        Socket server = service.accept()) {
      server.getOutputStream().write("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.input().readNBytes(12)).hasSize(12);
      client.output().write(42);
      assertThat(server.getInputStream().read()).isEqualTo(42);
      assertThat(relay.connections(DESKTOP)).isEqualTo(1);
      client.shutdownOutput();
      assertThat(server.getInputStream().read()).isEqualTo(-1);
    }
    Await.until("the end", () -> relay.connections(DESKTOP) == 0);
  }

  @Test
  void notesWhenThereWasInput() throws Exception {
    clock.addAndGet(1_000);
    assertThat(running.sinceInput(DESKTOP).toNanos()).isEqualTo(1_000);
    try (TlsEnd client = connect(3);
        Socket server = service.accept()) {
      assertThat(running.sinceInput(DESKTOP)).as("somebody came").isZero();
      clock.addAndGet(1_000);
      send(client, server, "RFB 003.008\n\2" + "0".repeat(17) + "\3" + "0".repeat(9));
      assertThat(running.sinceInput(DESKTOP).toNanos()).isEqualTo(1_000);
      send(client, server, "\4" + "0".repeat(7));
      assertThat(running.sinceInput(DESKTOP)).as("a key").isZero();
    }
  }

  /** What has arrived has been seen. */
  private static void send(TlsEnd client, Socket server, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    client.output().write(bytes);
    assertThat(server.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
  }

  @Test
  void refusesAnotherEpochAndWhatDoesNotRun() {
    refused(RelayError.STALE_EPOCH, () -> connect(2));
    refused(RelayError.STALE_EPOCH, () -> connect(4));
    running.remove(DESKTOP);
    refused(RelayError.NOT_RUNNING, () -> connect(3));
  }

  @Test
  void refusesAServiceThatIsNotThere() {
    refused(RelayError.UNREACHABLE, () -> gateway.open(route(3), Purpose.SSH));
  }

  @Test
  void refusesTicketsOfAnotherKeyAndTicketsUsedTwice() throws Exception {
    KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var stranger =
        new RelayConnector(
            trust,
            new TicketKey(other.getPrivate(), InstantSource.system()),
            Duration.ofSeconds(10));
    refused(RelayError.BAD_TICKET, () -> stranger.open(route(3), Purpose.VNC));
    String ticket =
        new TicketKey(tickets.getPrivate(), InstantSource.system()).mint(route(3), Purpose.VNC);
    assertThat(say(ticket + "\n")).isEqualTo("OK");
    assertThat(say(ticket + "\n")).isEqualTo("ERR used");
  }

  @Test
  void endsAtALineThatIsTooLongAndAtSilence() throws Exception {
    assertThat(say("x".repeat(5000))).isEmpty();
    assertThat(say("x")).isEmpty();
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), relay.port())) {
      silent.setSoTimeout(30_000);
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void endsAllConnectionsOfADesktopThoughNobodyReads() throws Exception {
    try (TlsEnd client = connect(3);
        Socket server = service.accept()) {
      AtomicLong sent = new AtomicLong();
      Thread flood = Thread.ofPlatform().start(() -> flood(server, sent));
      Await.until("a flood", () -> sent.get() > 0);
      relay.disconnect(DESKTOP);
      Await.until("the end", () -> relay.connections(DESKTOP) == 0);
      flood.join(Duration.ofSeconds(30));
      assertThat(flood.isAlive()).isFalse();
      assertThat(client.socket().isConnected()).isTrue();
    }
  }

  private static void flood(Socket server, AtomicLong sent) {
    byte[] block = new byte[1 << 16];
    try {
      while (true) {
        server.getOutputStream().write(block);
        sent.addAndGet(block.length);
      }
    } catch (IOException e) {
      // the relay is gone, as wanted
    }
  }

  @Test
  void limitsConnectionsOfADesktopButNotOfOthers() throws Exception {
    DesktopId other = new DesktopId("d2");
    running.put(other, new RunningDesktops.Running(1, "10.213.0.10", "c2"));
    try (TlsEnd first = connect(3);
        TlsEnd second = connect(3)) {
      refused(RelayError.UNREACHABLE, () -> connect(3));
      try (TlsEnd third = gateway.open(route("d2", 1), Purpose.VNC)) {
        assertThat(third.socket().isConnected()).isTrue();
      }
      assertThat(first.socket().isConnected() && second.socket().isConnected()).isTrue();
    }
  }

  /** Says something as a peer with TLS and returns the relay's line, empty when it just ends. */
  private String say(String text) throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), relay.port());
    plain.setSoTimeout(30_000);
    try (plain;
        TlsEnd peer = TlsEnd.client(plain, trust, "n1.node.labvm")) {
      peer.output().write(text.getBytes(StandardCharsets.US_ASCII));
      StringBuilder line = new StringBuilder();
      for (int c; (c = peer.input().read()) >= 0 && c != '\n'; ) {
        line.append((char) c);
      }
      return line.toString();
    } catch (SocketException | SSLException e) {
      return "";
    }
  }

  private TlsEnd connect(long epoch) throws IOException {
    return gateway.open(route(epoch), Purpose.VNC);
  }

  private Route route(long epoch) {
    return route("d1", epoch);
  }

  private Route route(String desktop, long epoch) {
    return new Route(
        desktop, "anna", "n1", epoch, "127.0.0.1", relay.port(), 9001, null, true, false);
  }

  private interface Call {
    Object run() throws Exception;
  }

  private static void refused(RelayError error, Call call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(RelayRefusal.class)
        .satisfies(e -> assertThat(((RelayRefusal) e).error()).isEqualTo(error));
  }
}
