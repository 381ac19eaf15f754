package io.labvm.gateway;

import io.labvm.gateway.connector.Authority;
import io.labvm.gateway.connector.BytePump;
import io.labvm.gateway.connector.PumpEnd;
import io.labvm.gateway.connector.Purpose;
import io.labvm.gateway.connector.RelayConnector;
import io.labvm.gateway.connector.Route;
import io.labvm.gateway.connector.TicketLine;
import io.labvm.gateway.connector.TicketVerifier;
import io.labvm.gateway.connector.TlsEnd;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/**
 * How fast bytes go from a desktop to a client: gateway and node relay with TLS between them, each
 * a process of its own, against two chained {@code socat -b 65536} between the same endpoints.
 *
 * <p>Usage: {@code RelayBenchmark [SECONDS] [ROUNDS]}; prints one line per round and the medians.
 * The other modes are its child processes.
 */
final class RelayBenchmark {
  private static final int BUFFER = 256 * 1024;
  private static final PrintStream OUT = System.out;

  private RelayBenchmark() {}

  /** Runs the mode named by the first argument. */
  public static void main(String[] arguments) throws Exception {
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "relay" -> relay(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
      case "gateway" -> gateway(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
      default -> compare(arguments);
    }
  }

  private static void compare(String[] arguments) throws Exception {
    var seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    var rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    var directory = Files.createTempDirectory("relay-benchmark");
    var children = new ArrayList<Process>();
    try (var desktop = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> stream(desktop));
      var relay = child(children, "relay", directory, desktop.getLocalPort());
      var ours = child(children, "gateway", directory, relay);
      var inner = socat(children, desktop.getLocalPort());
      var outer = socat(children, inner);
      measure(ours, 3 * seconds);
      var table = new double[3][rounds];
      for (var round = 0; round < rounds; round++) {
        table[0][round] = measure(outer, seconds);
        table[1][round] = measure(ours, seconds);
        table[2][round] = measure(desktop.getLocalPort(), seconds);
        OUT.printf(
            "round %d: socat chain %.0f MB/s, gateway + relay %.0f MB/s, direct %.0f MB/s%n",
            round + 1, table[0][round], table[1][round], table[2][round]);
      }
      var socat = median(table[0]);
      var gateway = median(table[1]);
      OUT.printf(
          "median: socat chain %.0f MB/s, gateway + relay %.0f MB/s = %.0f %%, load %s%n",
          socat,
          gateway,
          100 * gateway / socat,
          Files.readString(Path.of("/proc/loadavg")).strip());
    } finally {
      children.forEach(Process::destroyForcibly);
    }
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Reads for so many seconds; MB/s. */
  private static double measure(int port, int seconds) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var in = socket.getInputStream();
      var buffer = new byte[BUFFER];
      in.readNBytes(buffer, 0, BUFFER);
      var start = System.nanoTime();
      var end = start + seconds * 1_000_000_000L;
      long bytes = 0;
      long now;
      do {
        var n = in.read(buffer);
        if (n < 0) {
          throw new IOException("the stream ended early");
        }
        bytes += n;
        now = System.nanoTime();
      } while (now < end);
      return bytes / 1e6 / ((now - start) / 1e9);
    }
  }

  private static void stream(ServerSocket desktop) {
    var buffer = new byte[BUFFER];
    while (!desktop.isClosed()) {
      try {
        var socket = desktop.accept();
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try (socket) {
                    while (true) {
                      socket.getOutputStream().write(buffer);
                    }
                  } catch (IOException e) {
                    // The reader has had enough.
                  }
                });
      } catch (IOException e) {
        return;
      }
    }
  }

  private static int child(List<Process> children, String mode, Path directory, int port)
      throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), RelayBenchmark.class.getName()));
    command.addAll(List.of(mode, directory.toString(), Integer.toString(port)));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    children.add(process);
    return Integer.parseInt(process.inputReader(StandardCharsets.US_ASCII).readLine());
  }

  private static int socat(List<Process> children, int target) throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var listen = "TCP-LISTEN:" + port + ",bind=127.0.0.1,fork,reuseaddr,nodelay";
    var connect = "TCP:127.0.0.1:" + target + ",nodelay";
    children.add(new ProcessBuilder("socat", "-b", "65536", listen, connect).inheritIO().start());
    while (!GatewayTest.isOpen(port)) {
      LockSupport.parkNanos(10_000_000);
    }
    return port;
  }

  private static void relay(Path directory, int desktop) throws Exception {
    var authority = new Authority();
    authority.connector(directory);
    var tickets = new TicketVerifier(authority.tickets.getPublic(), "n1", InstantSource.system());
    var tls = authority.serverContext("n1");
    try (var listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      OUT.println(listener.getLocalPort());
      while (true) {
        var client = listener.accept();
        client.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> relayOne(client, tls, tickets, desktop));
      }
    }
  }

  private static void relayOne(Socket client, SSLContext tls, TicketVerifier tickets, int port) {
    try (client;
        var end = TlsEnd.server(client, tls);
        var desktop = new Socket(InetAddress.getLoopbackAddress(), port)) {
      tickets.accept(TicketLine.read(end.input()));
      end.output().write("OK\n".getBytes(StandardCharsets.US_ASCII));
      desktop.setTcpNoDelay(true);
      BytePump.relay(end, PumpEnd.of(desktop));
    } catch (IOException e) {
      // The reader has had enough.
    }
  }

  private static void gateway(Path directory, int relay) throws IOException {
    var connector =
        RelayConnector.load(
            directory.resolve("ca.pem"),
            directory.resolve("ticket-key.pem"),
            Duration.ofSeconds(10));
    var route = new Route("d1", "a", "n1", 1, "127.0.0.1", relay, 9001, null, true);
    try (var listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      OUT.println(listener.getLocalPort());
      while (true) {
        var client = listener.accept();
        client.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> gatewayOne(client, connector, route));
      }
    }
  }

  private static void gatewayOne(Socket client, RelayConnector connector, Route route) {
    try (client;
        var relay = connector.open(route, Purpose.VNC)) {
      BytePump.relay(PumpEnd.of(client), relay);
    } catch (IOException e) {
      // The reader has had enough.
    }
  }
}
