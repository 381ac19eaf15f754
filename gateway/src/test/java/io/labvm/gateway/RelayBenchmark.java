package io.labvm.gateway;

import io.labvm.gateway.connector.Authority;
import io.labvm.gateway.connector.BytePump;
import io.labvm.gateway.connector.PumpEnd;
import io.labvm.gateway.connector.Purpose;
import io.labvm.gateway.connector.RelayConnector;
import io.labvm.gateway.connector.Route;
import io.labvm.gateway.connector.TicketLine;
import io.labvm.gateway.connector.TicketVerifier;
import io.labvm.gateway.connector.TlsContext;
import io.labvm.gateway.connector.TlsEnd;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How fast bytes go from a desktop to a client: gateway and node relay with TLS between them, each
 * a process of its own, against two chained {@code socat -b 65536} between the same endpoints, in
 * clear and, to show what the encryption costs, with TLS (AES-128-GCM) between the two; and ours
 * once more with the JDK's TLS, which is the fall-back.
 *
 * <p>Usage: {@code RelayBenchmark [SECONDS] [ROUNDS]}; prints least, median and most of each way.
 * The other modes are its child processes.
 */
final class RelayBenchmark {
  private static final int BUFFER = 256 * 1024;

  /** As the launcher starts our processes. */
  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--illegal-native-access=deny",
          "--sun-misc-unsafe-memory-access=allow");

  private static final String NATIVE = "-Dio.netty.handler.ssl.noOpenSsl=false";
  private static final String JDK = "-Dio.netty.handler.ssl.noOpenSsl=true";
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
      var relay = child(children, "relay", directory, desktop.getLocalPort(), NATIVE);
      var ours = child(children, "gateway", directory, relay, NATIVE);
      var inner = socat(children, "TCP-LISTEN", "TCP:127.0.0.1:" + desktop.getLocalPort(), "");
      var outer = socat(children, "TCP-LISTEN", "TCP:127.0.0.1:" + inner, "");
      var chain = new Way("socat chain", outer, handles(children.subList(2, 4)));
      var secured = secured(children, directory, desktop.getLocalPort());
      var tls = new Way("socat with TLS", secured, handles(children.subList(4, 6)));
      var gateway = new Way("gateway + relay", ours, handles(children.subList(0, 2)));
      var slowRelay = child(children, "relay", directory, desktop.getLocalPort(), JDK);
      var slow = child(children, "gateway", directory, slowRelay, JDK);
      var jdk = new Way("the same by JDK", slow, handles(children.subList(6, 8)));
      var ways = List.of(chain, tls, jdk, gateway);
      for (var way : List.of(gateway, jdk)) {
        measure(way, 3 * seconds);
      }
      for (var round = 0; round < rounds; round++) {
        for (var way : ways) {
          way.results.add(measure(way, seconds));
        }
      }
      ways.forEach(RelayBenchmark::print);
      compare(gateway, chain);
      compare(gateway, tls);
    } finally {
      children.forEach(Process::destroyForcibly);
    }
  }

  /** One way from client to desktop, with the processes that carry it. */
  private record Way(String name, int port, List<ProcessHandle> processes, List<Result> results) {
    Way(String name, int port, List<ProcessHandle> processes) {
      this(name, port, processes, new ArrayList<>());
    }

    /** Processor time used so far; forked children count while they live. */
    Duration used() {
      return processes.stream()
          .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
          .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
          .reduce(Duration.ZERO, Duration::plus);
    }
  }

  /**
   * What one measurement gave.
   *
   * @param rate MB/s, which says little on a busy machine
   * @param cost processor seconds per GB in the carrying processes, which still does
   */
  private record Result(double rate, double cost) {}

  private static List<ProcessHandle> handles(List<Process> processes) {
    return processes.stream().map(Process::toHandle).toList();
  }

  private static void print(Way way) {
    OUT.printf(
        "%-16s %s MB/s, %s processor s/GB  %s%n",
        way.name(),
        spread(way, Result::rate, "%.0f"),
        spread(way, Result::cost, "%.2f"),
        way.results().stream().map(r -> "%.0f".formatted(r.rate())).toList());
  }

  private static String spread(Way way, ToDoubleFunction<Result> by, String format) {
    var sorted = way.results().stream().mapToDouble(by).sorted().toArray();
    return DoubleStream.of(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1])
        .mapToObj(format::formatted)
        .collect(Collectors.joining(" / "));
  }

  /** Within rounds, which the machine's other work disturbs less than the whole. */
  private static void compare(Way ours, Way peer) throws IOException {
    var ratios =
        IntStream.range(0, ours.results().size())
            .mapToDouble(i -> ours.results().get(i).rate() / peer.results().get(i).rate())
            .sorted()
            .toArray();
    OUT.printf(
        "%.0f / %.0f / %.0f %% of the rate of %s, medians %.0f %%, load %s%n",
        100 * ratios[0],
        100 * ratios[ratios.length / 2],
        100 * ratios[ratios.length - 1],
        peer.name(),
        100 * median(ours) / median(peer),
        Files.readString(Path.of("/proc/loadavg")).strip());
  }

  private static double median(Way way) {
    var sorted = way.results().stream().mapToDouble(Result::rate).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** Reads for so many seconds. */
  private static Result measure(Way way, int seconds) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), way.port())) {
      var in = socket.getInputStream();
      var buffer = new byte[BUFFER];
      in.readNBytes(buffer, 0, BUFFER);
      var used = way.used();
      var start = System.nanoTime();
      var end = start + seconds * 1_000_000_000L;
      long bytes = 0;
      while (System.nanoTime() < end) {
        var n = in.read(buffer);
        if (n < 0) {
          throw new IOException("the stream ended early");
        }
        bytes += n;
      }
      var took = System.nanoTime() - start;
      var cost = way.used().minus(used).toNanos() / (double) bytes;
      return new Result(bytes * 1e3 / took, cost);
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

  private static int child(
      List<Process> children, String mode, Path directory, int port, String tls)
      throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(FLAGS);
    command.add(tls);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), RelayBenchmark.class.getName()));
    command.addAll(List.of(mode, directory.toString(), Integer.toString(port)));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    children.add(process);
    return process
        .inputReader(StandardCharsets.US_ASCII)
        .lines()
        .filter(line -> line.matches("[0-9]+")) // the log goes to the same stream
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElseThrow(() -> new IOException(mode + " has ended"));
  }

  /** Two socat with TLS 1.2 between them, for which the cipher can be chosen. */
  private static int secured(List<Process> children, Path directory, int target) throws Exception {
    var key = directory.resolve("socat.pem").toString();
    var request =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=n1 -days 2";
    var command = new ArrayList<>(List.of(request.split(" ")));
    command.addAll(List.of("-keyout", key, "-out", key + ".crt"));
    var made = new ProcessBuilder(command).redirectErrorStream(true);
    made.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    if (made.start().waitFor() != 0) {
      throw new IOException("openssl made no certificate");
    }
    var tls = ",verify=0,cipher=ECDHE-ECDSA-AES128-GCM-SHA256,openssl-max-proto-version=TLS1.2";
    var shown = tls + ",key=" + key + ",cert=" + key + ".crt";
    var inner = socat(children, "OPENSSL-LISTEN", "TCP:127.0.0.1:" + target, shown);
    return socat(children, "TCP-LISTEN", "OPENSSL:127.0.0.1:" + inner + tls, "");
  }

  private static int socat(List<Process> children, String listen, String connect, String options)
      throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var from = listen + ":" + port + ",bind=127.0.0.1,fork,reuseaddr,nodelay" + options;
    var command = List.of("socat", "-b", "65536", from, connect + ",nodelay");
    children.add(new ProcessBuilder(command).inheritIO().start());
    while (!GatewayTest.isOpen(port)) {
      LockSupport.parkNanos(10_000_000);
    }
    return port;
  }

  private static void relay(Path directory, int desktop) throws Exception {
    var authority = new Authority();
    authority.connector(directory);
    var tickets = new TicketVerifier(authority.tickets.getPublic(), "n1", InstantSource.system());
    var tls = TlsContext.showing(authority.keys("n1"));
    try (var listener = listen()) {
      OUT.println(listener.getLocalPort());
      while (true) {
        var client = listener.accept();
        client.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> relayOne(client, tls, tickets, desktop));
      }
    }
  }

  private static ServerSocket listen() throws IOException {
    var listener = ServerSocketChannel.open().socket();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    return listener;
  }

  private static void relayOne(Socket client, TlsContext tls, TicketVerifier tickets, int port) {
    try (client;
        var end = TlsEnd.server(client, tls);
        var desktop =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .socket()) {
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
    var route = new Route("d1", "a", "n1", 1, "127.0.0.1", relay, 9001, null, true, false);
    try (var listener = listen()) {
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
