package io.labvm.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Times registration → first VNC frame → session drawn, as a viewer sees it, next to a plain {@code
 * docker run} of the same root on the same engine in the same run.
 *
 * <p>Arguments: portal URL, home, base, tar of the base, runs. Prints min, median, max in seconds.
 */
final class FirstFrameBench {
  private static final String SECRET = "benchmrk";

  private final Api portal;
  private final Path home;
  private final String base;
  private final List<double[]> labvm = new ArrayList<>();
  private final List<double[]> plain = new ArrayList<>();

  private FirstFrameBench(URI portal, Path home, String base) {
    this.portal = new Api(portal, null);
    this.home = home;
    this.base = base;
  }

  public static void main(String[] args) throws Exception {
    var bench = new FirstFrameBench(URI.create(args[0]), Path.of(args[1]), args[2]);
    String engine = bench.engine();
    Commands.run(Duration.ofMinutes(5), "docker", "-H", engine, "import", args[3], "labvm-bench")
        .orFail();
    for (int run = 0; run < Integer.parseInt(args[4]); run++) {
      bench.registered();
      bench.plain(engine);
    }
    Commands.run(Duration.ofMinutes(1), "docker", "-H", engine, "rmi", "labvm-bench").orFail();
    bench.print();
  }

  private int colours() {
    return base.startsWith("tiny") ? 3 : 500;
  }

  private String engine() throws IOException {
    String hash = DesktopShell.hash(home);
    try (var nodes = Files.list(home.resolve("nodes"))) {
      String node = nodes.sorted().findFirst().orElseThrow().getFileName().toString();
      return "unix:///run/labvm-" + hash + "/" + node + "/docker.sock";
    }
  }

  private void registered() {
    String login = Lab.newLogin();
    var body = new LinkedHashMap<>(Lab.registration(login, null));
    body.put("base", base);
    long start = System.nanoTime();
    var answer = portal.post("/api/v1/registrations", body).expect(202);
    Api member = portal.signIn(login, Lab.PASSWORD);
    String desktop = answer.text("desktop");
    String[] address =
        member
            .get("/api/v1/desktops/" + desktop)
            .expect(200)
            .body()
            .path("addresses")
            .path("vnc")
            .asString()
            .split(":");
    String secret =
        member.get("/api/v1/desktops/" + desktop + "/secret").expect(200).text("vncSecret");
    labvm.add(look(address[0], Integer.parseInt(address[1]), secret, start));
    Wait.untilTrue(
        "the registration to end",
        Duration.ofMinutes(2),
        () ->
            member
                .get("/api/v1/operations/" + answer.text("operation"))
                .body()
                .path("state")
                .asString("")
                .equals("succeeded"));
    member.post("/api/v1/desktops/" + desktop + "/delete", null).expect(202);
    Wait.untilTrue(
        "the desktop to be gone",
        Duration.ofMinutes(2),
        () -> member.get("/api/v1/desktops/" + desktop).status() == 404);
  }

  private void plain(String engine) throws IOException {
    Path run = Files.createTempDirectory("labvm-bench-");
    for (String name : List.of("in", "sock", "out")) {
      Files.createDirectory(run.resolve(name));
    }
    Files.writeString(run.resolve("in/login"), "bench");
    Files.writeString(run.resolve("in/vnc-secret"), SECRET);
    Files.writeString(run.resolve("in/language"), "zh_CN.UTF-8");
    var command =
        new ArrayList<>(
            List.of(
                "docker", "-H", engine, "run", "-d", "--network", "none", "--shm-size", "512m"));
    command.addAll(List.of("--tmpfs", "/run:mode=755,exec", "--tmpfs", "/tmp:mode=1777,exec"));
    for (String name : List.of("in:ro", "sock:rw", "out:rw")) {
      String[] part = name.split(":");
      command.addAll(
          List.of("-v", run.resolve(part[0]) + ":/run/labvm/" + part[0] + ":" + part[1]));
    }
    command.addAll(List.of("labvm-bench", "/usr/bin/tini", "--", "/usr/local/sbin/labvm-init"));
    long start = System.nanoTime();
    String container = Commands.run(Duration.ofMinutes(1), command).orFail().output().strip();
    int port = freePort();
    var relay =
        new ProcessBuilder(
                "socat",
                "TCP-LISTEN:" + port + ",bind=127.0.0.1,fork,reuseaddr",
                "UNIX-CONNECT:" + run.resolve("sock/vnc.sock"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      plain.add(look("127.0.0.1", port, SECRET, start));
    } finally {
      relay.destroy();
      Commands.run(Duration.ofMinutes(1), "docker", "-H", engine, "rm", "-f", container).orFail();
      Commands.run(Duration.ofMinutes(1), "rm", "-rf", run.toString()).orFail();
    }
  }

  /** Seconds from the start to the first frame and to the drawn session. */
  private double[] look(String host, int port, String secret, long start) {
    long end = start + Duration.ofMinutes(2).toNanos();
    while (System.nanoTime() < end) {
      try (var viewer = RfbClient.connect(host, port, secret, Duration.ofSeconds(5))) {
        viewer.update(false);
        double first = (System.nanoTime() - start) / 1e9;
        viewer.awaitColours(colours(), Duration.ofMinutes(1));
        return new double[] {first, (System.nanoTime() - start) / 1e9};
      } catch (IOException e) {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
    throw new AssertionError("no frame within two minutes");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void print() {
    System.out.printf("| base %s | first frame | drawn |%n| --- | --- | --- |%n", base);
    line("registration by the API", labvm);
    line("plain docker run", plain);
  }

  private static void line(String name, List<double[]> runs) {
    System.out.printf("| %s | %s | %s |%n", name, spread(runs, 0), spread(runs, 1));
  }

  private static String spread(List<double[]> runs, int column) {
    double[] sorted = runs.stream().mapToDouble(r -> r[column]).sorted().toArray();
    return String.format(
        "%.2f / %.2f / %.2f",
        sorted[0], sorted[sorted.length / 2], Arrays.stream(sorted).max().orElse(0));
  }
}
