package io.labvm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.gateway.connector.Authority;
import io.labvm.gateway.connector.Route;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway over real sockets; only the Spring container is left out. */
class GatewayTest {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final String STOPPED = "desktop is stopped";

  @TempDir Path directory = Path.of("");

  private final Authority authority = new Authority();
  private final FakePortal portal = new FakePortal();
  private final FakeRelay relay = new FakeRelay(authority, 3);
  private final int vncPort = freePort();
  private final int sshPort = freePort();
  private GatewayLimits limits = GatewayPropertiesTest.LIMITS;
  private Gateway gateway;

  GatewayTest() throws Exception {}

  @BeforeEach
  void start() throws IOException {
    authority.connector(directory);
    Files.writeString(directory.resolve("internal-token"), FakePortal.TOKEN + "\n");
    startGateway();
  }

  @AfterEach
  void stop() throws IOException {
    gateway.stop();
    relay.close();
    portal.close();
  }

  @Test
  void carriesVncAndSsh() throws Exception {
    portal.routes(relay.route(vncPort, sshPort));

    try (var client = login(FakeRelay.RIGHT)) {
      assertThat(echo(client)).isEqualTo("hello");
    }
    try (var client = connect(sshPort)) {
      assertThat(echo(client)).isEqualTo("hello");
    }
  }

  @Test
  void worksWhileThePortalIsDownAlsoAfterARestart() throws Exception {
    portal.routes(relay.route(vncPort, sshPort));
    connect(sshPort).close();
    portal.close();
    gateway.stop();
    startGateway();

    try (var client = connect(sshPort)) {
      assertThat(echo(client)).isEqualTo("hello");
    }
  }

  @Test
  void saysThatADesktopIsStopped() throws Exception {
    portal.routes(stopped());

    try (var client = connect(vncPort)) {
      assertThat(reason(client)).isEqualTo(STOPPED);
    }
    try (var client = connect(sshPort)) {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void endsConnectionsOfADesktopThatWasStopped() throws Exception {
    portal.routes(relay.route(vncPort, sshPort));
    try (var client = login(FakeRelay.RIGHT)) {
      assertThat(echo(client)).isEqualTo("hello");
      portal.routes(stopped());

      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void holdsWhoComesWhileTheDesktopMoves() throws Exception {
    portal.routes(moving());
    try (var client = connect(sshPort)) {
      client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
      portal.routes(relay.route(vncPort, sshPort));
      assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
    }
  }

  @Test
  void holdsNobodyWhenTheDesktopStaysAway() throws Exception {
    portal.routes(moving());
    try (var client = connect(vncPort)) {
      client.setSoTimeout(300);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      client.setSoTimeout(PATIENCE_MILLIS);
      portal.routes(stopped());
      assertThat(reason(client)).isEqualTo(STOPPED);
    }
    gateway.stop();
    limits = with(Duration.ofMillis(100), Duration.ofSeconds(30), 64);
    startGateway();
    portal.routes(moving());
    await(
        () -> {
          try (var client = connect(vncPort)) {
            return reason(client).contains("on its way back");
          }
        });
  }

  /** A viewer takes an orderly end for the end of the session. */
  @Test
  void resetsWhomAMoveCutsOff() throws Exception {
    portal.routes(relay.route(vncPort, sshPort));
    try (var client = login(FakeRelay.RIGHT)) {
      assertThat(echo(client)).isEqualTo("hello");
      portal.routes(moving());
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void closesThePortsOfRemovedDesktops() throws Exception {
    portal.routes(relay.route(vncPort, sshPort));
    connect(vncPort).close();
    portal.routes();

    await(() -> !isOpen(vncPort) && !isOpen(sshPort));
  }

  @Test
  void refusesForAMinuteAfterFiveWrongPasswords() throws Exception {
    portal.routes(relay.route(vncPort, sshPort));
    for (var i = 0; i < 5; i++) {
      try (var client = login(new byte[16])) {
        assertThat(client.getInputStream().readAllBytes()).asString().endsWith("wrong");
      }
    }
    // The last failure is counted before its bytes are passed on, so no waiting is needed.
    try (var client = connect(vncPort)) {
      assertThat(reason(client)).startsWith("Too many failed logins");
    }
    try (var client = connect(sshPort)) {
      assertThat(echo(client)).isEqualTo("hello");
    }
  }

  @Test
  void countsATryWhoseResultWasNotAwaited() throws Exception {
    portal.routes(relay.route(vncPort, sshPort));
    connect(vncPort).close();
    for (var i = 0; i < 5; i++) {
      login(new byte[16]).close();
    }
    await(
        () -> {
          try (var client = connect(vncPort)) {
            return reason(client).startsWith("Too many failed logins");
          }
        });
  }

  @Test
  void endsClientsThatDoNotLogIn() throws Exception {
    gateway.stop();
    limits = with(Duration.ofSeconds(60), Duration.ofMillis(200), 64);
    startGateway();
    portal.routes(relay.route(vncPort, sshPort));

    try (var client = connect(vncPort)) {
      assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("RFB 003.008\n");
    }
  }

  @Test
  void boundsTheConnectionsOfADesktop() throws Exception {
    gateway.stop();
    limits = with(Duration.ofSeconds(60), Duration.ofSeconds(30), 2);
    startGateway();
    portal.routes(relay.route(vncPort, sshPort));

    try (var one = connect(sshPort);
        var two = connect(sshPort)) {
      assertThat(echo(one)).isEqualTo("hello");
      assertThat(echo(two)).isEqualTo("hello");
      try (var three = connect(vncPort)) {
        assertThat(reason(three)).isEqualTo("This desktop has too many open connections.");
      }
    }
  }

  @Test
  void reportsAPortThatIsTakenAndOpensItLater() throws Exception {
    try (var taken = new ServerSocket(vncPort, 1, InetAddress.getLoopbackAddress())) {
      portal.routes(relay.route(vncPort, sshPort));
      await(() -> nextReport().contains("port " + vncPort + " cannot be opened"));
      assertThat(taken.isClosed()).isFalse();
    }
    await(() -> nextReport().contains("\"problems\":[]"));
    login(FakeRelay.RIGHT).close();
  }

  @Test
  void saysThatTheNodeDoesNotAnswer() throws Exception {
    portal.routes(relay.route(vncPort, sshPort));
    connect(sshPort).close();
    relay.close();

    try (var client = connect(vncPort)) {
      assertThat(reason(client)).contains("does not answer");
    }
  }

  private void startGateway() throws IOException {
    gateway =
        new Gateway(
            new GatewayProperties(
                "127.0.0.1",
                portal.url(),
                null,
                directory.resolve("internal-token"),
                directory.resolve("ticket-key.pem"),
                directory.resolve("ca.pem"),
                directory.resolve("state"),
                limits),
            Duration.ofMillis(100));
    gateway.start();
  }

  private static GatewayLimits with(Duration comeBack, Duration handshake, int connections) {
    var all = GatewayPropertiesTest.LIMITS;
    return new GatewayLimits(
        all.vncFailures(),
        all.vncWindow(),
        all.vncPause(),
        all.sshConnections(),
        all.sshWindow(),
        connections,
        handshake,
        comeBack,
        all.idleTimeout());
  }

  private Route stopped() {
    return new Route("d1", "alice", null, 3, null, 0, vncPort, sshPort, false, false);
  }

  private Route moving() {
    return new Route("d1", "alice", "n1", 3, "127.0.0.1", 1, vncPort, sshPort, false, true);
  }

  private Socket login(byte[] password) throws Exception {
    var client = connect(vncPort);
    var in = new DataInputStream(client.getInputStream());
    in.readNBytes(12);
    client.getOutputStream().write("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
    in.readNBytes(2);
    client.getOutputStream().write(2);
    in.readNBytes(16);
    client.getOutputStream().write(password);
    if (Arrays.equals(password, FakeRelay.RIGHT)) {
      assertThat(in.readInt()).isZero();
    }
    return client;
  }

  private static String reason(Socket client) throws IOException {
    var in = new DataInputStream(client.getInputStream());
    in.readNBytes(12);
    client.getOutputStream().write("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
    if (in.readByte() != 0) {
      return "";
    }
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static String echo(Socket client) throws IOException {
    client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
    return new String(client.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
  }

  /** Connects as soon as the gateway has opened the port. */
  private static Socket connect(int port) throws Exception {
    await(() -> isOpen(port));
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Asked of the kernel's table: a try by connecting would itself be a client. */
  static boolean isOpen(int port) throws IOException {
    var local = ":%04X ".formatted(port);
    for (var table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
      for (var line : Files.readAllLines(Path.of(table))) {
        if (line.contains(local) && line.contains(" 0A ")) {
          return true;
        }
      }
    }
    return false;
  }

  private String nextReport() throws InterruptedException {
    var report = portal.reports.poll(1, TimeUnit.SECONDS);
    return report == null ? "" : report;
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("time is over").isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
