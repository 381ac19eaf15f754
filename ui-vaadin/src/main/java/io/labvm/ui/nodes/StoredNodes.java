package io.labvm.ui.nodes;

import io.labvm.contract.Checks;
import io.labvm.contract.drain.DrainState;
import io.labvm.nodechannel.JoinToken;
import io.labvm.nodechannel.NodeMetrics;
import io.labvm.ui.PortalProperties;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.DesktopLogins;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.nodes.NodeRows.NodeRow;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Nodes in the database, bases in the store. */
@Service
class StoredNodes implements NodeService {
  /** A beacon comes every 2 s. */
  private static final Duration LOST_AFTER = Duration.ofSeconds(30);

  private static final long AGENT_MISSING_MILLIS = 15_000;
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);

  private final NodeRows rows;
  private final HistoryRows past;
  private final DesktopLogins logins;
  private final StoreBases bases;
  private final Audit audit;
  private final PortalProperties properties;
  private final Clock clock;

  StoredNodes(
      NodeRows rows,
      HistoryRows past,
      DesktopLogins logins,
      StoreBases bases,
      Audit audit,
      PortalProperties properties,
      Clock clock) {
    this.rows = rows;
    this.past = past;
    this.logins = logins;
    this.bases = bases;
    this.audit = audit;
    this.properties = properties;
    this.clock = clock;
  }

  @Override
  public List<NodeView> all(Caller caller) {
    List<NodeRow> present = rows.present();
    Map<String, String> owners = logins.of(computing(present));
    return present.stream().map(row -> view(row, owners)).toList();
  }

  /** The desktops with a process on any GPU: few of all there are, and mostly none. */
  private static Set<String> computing(List<NodeRow> nodes) {
    return nodes.stream()
        .map(NodeRow::metrics)
        .filter(Objects::nonNull)
        .flatMap(metrics -> metrics.gpus().stream())
        .flatMap(gpu -> processes(gpu).stream())
        .map(NodeMetrics.GpuProcess::desktop)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private static List<NodeMetrics.GpuProcess> processes(NodeMetrics.GpuMetrics gpu) {
    return Objects.requireNonNullElse(gpu.processes(), List.of());
  }

  @Override
  public NodeHistory history(Caller caller, String node, HistoryRange range) {
    if (!rows.exists(node)) {
      throw ProblemException.notFound("node");
    }
    Instant now = clock.instant();
    Instant from = now.minus(range.length());
    return new NodeHistory(from, now, range.step().toSeconds(), past.points(node, range, from));
  }

  @Override
  public List<String> choices() {
    return rows.present().stream()
        .filter(row -> state(row) == NodeState.UP)
        .map(NodeRow::id)
        .toList();
  }

  @Override
  public List<BaseView> bases() {
    return bases.list();
  }

  @Override
  @Transactional
  public void setSchedulable(Caller caller, String node, boolean schedulable) {
    caller.requireAdmin();
    if (schedulable && isDraining(node)) {
      throw ProblemException.of(
          ProblemCode.WRONG_STATE, "The node is being emptied; cancel that first.");
    }
    if (!rows.setSchedulable(node, schedulable)) {
      throw ProblemException.notFound("node");
    }
    audit.record(caller, schedulable ? "uncordon" : "cordon", node);
  }

  private boolean isDraining(String node) {
    return rows.present().stream()
        .anyMatch(row -> row.id().equals(node) && isDrained(row) && !row.home());
  }

  @Override
  @Transactional
  public String joinToken(Caller caller, String node) {
    caller.requireAdmin();
    try {
      Checks.name("node", node);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(
          List.of(
              new FieldProblem(
                  "node", "bad-characters", "1 to 63 of a-z, 0-9 and '-', not '-' first.")));
    }
    JoinToken token = JoinToken.mint(authority());
    rows.insertJoinToken(
        token.sha256(), node, clock.instant().plus(TOKEN_LIFE).atOffset(ZoneOffset.UTC));
    audit.record(caller, "node-token", node);
    return token.value();
  }

  private X509Certificate authority() {
    try (var in = Files.newInputStream(properties.caFile())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + properties.caFile(), e);
    } catch (CertificateException e) {
      throw new IllegalStateException("no certificate in " + properties.caFile(), e);
    }
  }

  private NodeView view(NodeRow row, Map<String, String> logins) {
    return new NodeView(
        row.id(),
        state(row),
        row.schedulable(),
        row.sharedMachine(),
        row.beaconAt(),
        row.desktops(),
        isDrained(row) || isClosedByDrain(row),
        figures(row.metrics(), row.metricsAt(), logins));
  }

  /** A drain in either direction is in progress. */
  private static boolean isDrained(NodeRow row) {
    DrainState drain = row.drain();
    return drain != null && !drain.terminal();
  }

  /** Whoever turns it off now takes nothing from anybody. */
  private static boolean isEmptied(NodeRow row) {
    return isClosedByDrain(row) && row.desktops() == 0;
  }

  private static boolean isClosedByDrain(NodeRow row) {
    DrainState drain = row.drain();
    return drain != null && drain.terminal() && !row.home() && !row.schedulable();
  }

  private NodeState state(NodeRow row) {
    if (isEmptied(row)) {
      return NodeState.MAINTENANCE;
    }
    Instant beacon = row.beaconAt();
    if (beacon == null || beacon.plus(LOST_AFTER).isBefore(clock.instant())) {
      return NodeState.LOST;
    }
    Long age = row.agentAgeMillis();
    if (age == null || age < 0 || age > AGENT_MISSING_MILLIS) {
      return NodeState.AGENT_MISSING;
    }
    if (isDrained(row) && !row.home()) {
      return NodeState.DRAINING;
    }
    return row.schedulable() ? NodeState.UP : NodeState.CORDONED;
  }

  private static NodeView.@Nullable Figures figures(
      @Nullable NodeMetrics metrics, @Nullable Instant at, Map<String, String> logins) {
    if (metrics == null || at == null) {
      return null;
    }
    return new NodeView.Figures(
        at,
        metrics.cpus(),
        metrics.cpuLoad(),
        metrics.memoryTotalBytes(),
        metrics.memoryUsedBytes(),
        metrics.diskTotalBytes(),
        metrics.diskFreeBytes(),
        metrics.networkReceivedBytes(),
        metrics.networkSentBytes(),
        metrics.engineVersion(),
        metrics.kernel(),
        metrics.gpus().stream().map(gpu -> gpu(gpu, logins)).toList(),
        metrics.gpuProblem(),
        metrics.gpuGiving() == null ? null : metrics.gpuGiving().way(),
        metrics.gpuGiving() == null ? null : metrics.gpuGiving().problem());
  }

  private static NodeView.GpuView gpu(NodeMetrics.GpuMetrics gpu, Map<String, String> logins) {
    return new NodeView.GpuView(
        gpu.uuid(),
        gpu.name(),
        gpu.utilisation(),
        gpu.memoryUsedBytes(),
        gpu.memoryTotalBytes(),
        gpu.temperature(),
        gpu.powerWatts(),
        gpu.eccErrors(),
        processes(gpu).stream().map(use -> use(use, logins)).toList());
  }

  private static NodeView.GpuUse use(NodeMetrics.GpuProcess use, Map<String, String> logins) {
    String desktop = use.desktop();
    return new NodeView.GpuUse(
        use.pid(), use.name(), use.memoryBytes(), desktop == null ? null : logins.get(desktop));
  }
}
