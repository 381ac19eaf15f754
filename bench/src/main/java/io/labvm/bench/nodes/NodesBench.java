package io.labvm.bench.nodes;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Measures what many reporting nodes cost the control plane of a laboratory that is up: processor
 * time and memory of portal, control application and PostgreSQL, growth of the database, and the
 * age of figures as the API that the page shares shows them.
 *
 * <p>Leaves its nodes and desktops in that laboratory: take one that is thrown away.
 */
public final class NodesBench {
  private static final List<String> PROCESSES = List.of("portal", "control", "postgres");
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final double HOUR_SECONDS = 3600;
  private static final double MIB = 1 << 20;

  private final Crowd crowd;
  private final RunningHome home;
  private final List<Double> ages = new ArrayList<>();
  private final List<Double> answers = new ArrayList<>();

  private NodesBench(Crowd crowd) {
    this.crowd = crowd;
    this.home = new RunningHome(crowd.home(), crowd.launcher());
  }

  public static void main(String[] line) throws Exception {
    Crowd crowd;
    try {
      crowd = Crowd.parse(List.of(line));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + Crowd.USAGE);
      System.exit(64);
      return;
    }
    new NodesBench(crowd).run();
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException, SQLException {
    Population population = new Population(crowd, home);
    List<SimulatedNode> nodes = population.nodes();
    population.join(nodes);
    try (Connection database = home.database();
        Reporters reporters = new Reporters()) {
      population.desktops(database);
      for (SimulatedNode node : nodes) {
        reporters.start(node, population.identity(node), home.channel());
      }
      Thread.sleep(crowd.warm());
      measure(database, reporters);
    }
  }

  private void measure(Connection database, Reporters reporters)
      throws IOException, InterruptedException, SQLException {
    Map<String, Long> pids = new LinkedHashMap<>();
    for (String process : PROCESSES) {
      pids.put(process, home.pid(process));
    }
    Map<String, ProcessUse> before = use(pids);
    long toldBefore = reporters.told();
    long bytesBefore = bytes(database);
    long begun = System.nanoTime();
    long end = begun + crowd.counted().toNanos();
    while (System.nanoTime() < end) {
      look();
      Thread.sleep(LOOK);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    Map<String, ProcessUse> after = use(pids);
    System.out.printf(
        "%d nodes, %.0f s, %.1f reports/s, %d failed, load %.1f%n",
        crowd.nodes(),
        seconds,
        (reporters.told() - toldBefore) / seconds,
        reporters.failed(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    for (String process : PROCESSES) {
      ProcessUse then = requireNonNull(before.get(process));
      ProcessUse now = requireNonNull(after.get(process));
      System.out.printf(
          "%s: %.2f cores, %.0f MiB resident%n",
          process, (now.cpuSeconds() - then.cpuSeconds()) / seconds, now.residentBytes() / MIB);
    }
    System.out.printf(
        "database: %.0f MiB, growing by %.0f MiB/h%n",
        bytes(database) / MIB, (bytes(database) - bytesBefore) / MIB / seconds * HOUR_SECONDS);
    System.out.printf("age of figures, s: %s%n", spread(ages));
    System.out.printf("GET /api/v1/nodes, s: %s%n", spread(answers));
  }

  private static Map<String, ProcessUse> use(Map<String, Long> pids) throws IOException {
    Map<String, ProcessUse> use = new LinkedHashMap<>();
    for (var each : pids.entrySet()) {
      use.put(each.getKey(), ProcessUse.ofTree(each.getValue()));
    }
    return use;
  }

  private void look() throws IOException, InterruptedException {
    long asked = System.nanoTime();
    JsonNode nodes = home.nodes();
    answers.add((System.nanoTime() - asked) / 1e9);
    long now = System.currentTimeMillis();
    for (JsonNode node : nodes) {
      if (node.path("id").asString().startsWith("sim-")) {
        ages.add((now - node.path("figures").path("networkReceivedBytes").asLong()) / 1e3);
      }
    }
  }

  private static long bytes(Connection database) throws SQLException {
    try (var statement = database.createStatement();
        var rows = statement.executeQuery("select pg_database_size(current_database())")) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private static String spread(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return "median %.2f, p95 %.2f, max %.2f, of %d"
        .formatted(
            sorted.get(sorted.size() / 2),
            sorted.get(sorted.size() * 95 / 100),
            sorted.getLast(),
            sorted.size());
  }
}
