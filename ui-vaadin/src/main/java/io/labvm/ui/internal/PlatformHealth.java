package io.labvm.ui.internal;

import io.labvm.contract.node.NodeId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.internal.GatewayReports.GatewayReport;
import io.labvm.ui.internal.Health.Check;
import io.labvm.ui.internal.Health.Seen;
import io.labvm.ui.nodes.NodeService;
import io.labvm.ui.nodes.NodeView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Database, queues, nodes and gateways, one after the other. */
@Service
class PlatformHealth implements HealthService {
  /** A beacon comes every 2 s. */
  private static final Duration BEACON_FRESH = Duration.ofSeconds(5);

  /** A report comes every 10 s. */
  private static final Duration REPORT_FRESH = Duration.ofSeconds(25);

  private static final Duration SHARED = Duration.ofSeconds(1);

  private final JdbcClient jdbc;
  private final NodeService nodes;
  private final GatewayReports gateways;
  private final PlatformCheck platform;
  private final Clock clock;
  private @Nullable Health last;
  private Instant lastAt = Instant.MIN;

  PlatformHealth(
      JdbcClient jdbc,
      NodeService nodes,
      GatewayReports gateways,
      PlatformCheck platform,
      Clock clock) {
    this.jdbc = jdbc;
    this.nodes = nodes;
    this.gateways = gateways;
    this.platform = platform;
    this.clock = clock;
  }

  @Override
  public Health check(Caller caller) {
    caller.requireAdmin();
    return shared(caller);
  }

  private synchronized Health shared(Caller caller) {
    Health known = last;
    if (known != null && lastAt.plus(SHARED).isAfter(clock.instant())) {
      return known;
    }
    Health now = Health.of(checks(caller));
    last = now;
    lastAt = clock.instant();
    return now;
  }

  private List<Check> checks(Caller caller) {
    List<Check> checks = new ArrayList<>();
    try {
      jdbc.sql("select 1").query(Integer.class).single();
      checks.add(new Check("database", true, Seen.of("answers")));
      List<NodeView> present = nodes.all(caller);
      checks.addAll(platform.run(present.stream().map(n -> new NodeId(n.id())).toList()));
      present.forEach(node -> checks.add(node(node)));
      checks.addAll(gatewayChecks());
    } catch (DataAccessException e) {
      checks.add(new Check("database", false, Seen.of("silent")));
    }
    return checks;
  }

  private Check node(NodeView node) {
    String name = "node " + node.id();
    Instant seen = node.seenAt();
    if (seen == null) {
      return new Check(name, false, Seen.of("no-beacon"));
    }
    Duration age = Duration.between(seen, clock.instant());
    boolean agent = node.state().answers();
    Seen beacon =
        Seen.of(agent ? "beacon" : "beacon.alone", Math.round(age.toMillis() / 100.0) / 10.0);
    return new Check(name, agent && age.compareTo(BEACON_FRESH) < 0, beacon);
  }

  private List<Check> gatewayChecks() {
    List<Check> checks = new ArrayList<>();
    for (GatewayReport report : gateways.newest()) {
      Duration age = Duration.between(report.at(), clock.instant());
      boolean fresh = age.compareTo(REPORT_FRESH) < 0;
      boolean sound = report.problems().isEmpty();
      Seen seen =
          sound
              ? Seen.of("ports", report.listening(), age.toSeconds())
              : Seen.of(
                  "ports.problems",
                  report.listening(),
                  age.toSeconds(),
                  String.join("; ", report.problems()));
      checks.add(new Check("gateway", fresh && sound, seen));
    }
    if (checks.isEmpty()) {
      checks.add(new Check("gateway", false, Seen.of("no-report")));
    }
    return checks;
  }
}
