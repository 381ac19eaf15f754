package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.store.BaseId;
import io.labvm.placement.Candidate;
import io.labvm.placement.Candidates;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.desktops.SwitchTarget.Fit;
import io.labvm.ui.nodes.NodeService;
import io.labvm.ui.nodes.NodeView;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.operations.RequestKeys;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Switches leave through the outbox like all commands. */
@Service
class StoredSwitches implements SwitchService {
  private final DesktopRows rows;
  private final ToldRows told;
  private final NodeService nodes;
  private final Candidates candidates;
  private final DesktopTurns turns;
  private final WaitingPlans waiting;
  private final RequestKeys keys;

  StoredSwitches(
      DesktopRows rows,
      ToldRows told,
      NodeService nodes,
      Candidates candidates,
      DesktopTurns turns,
      WaitingPlans waiting,
      RequestKeys keys) {
    this.rows = rows;
    this.told = told;
    this.nodes = nodes;
    this.candidates = candidates;
    this.turns = turns;
    this.waiting = waiting;
    this.keys = keys;
  }

  @Override
  public List<SwitchTarget> targets(Caller caller, DesktopId desktop) {
    DesktopRow row = known(caller, desktop);
    int gpus = candidates.wantedGpus(desktop);
    List<Candidate> fitting =
        candidates.without(desktop).stream()
            .sorted(candidates.bestFirst(new BaseId(row.base()), gpus))
            .toList();
    Map<String, Fit> fits = new LinkedHashMap<>();
    fitting.forEach(c -> fits.put(c.node(), fit(c, row, gpus)));
    List<String> order = List.copyOf(fits.keySet());
    return nodes.all(caller).stream()
        .map(node -> target(node, row, fits.get(node.id())))
        .sorted(
            Comparator.comparing(SwitchTarget::usable)
                .reversed()
                .thenComparing(target -> target.fit() == null)
                .thenComparingInt(target -> order.indexOf(target.node()))
                .thenComparing(SwitchTarget::node))
        .toList();
  }

  private Fit fit(Candidate candidate, DesktopRow desktop, int gpus) {
    return new Fit(
        candidates.hasRoom(candidate, desktop.limits()),
        gpus == 0 ? null : candidate.gives(gpus),
        candidate.bases().contains(desktop.base()));
  }

  private static SwitchTarget target(NodeView node, DesktopRow desktop, @Nullable Fit fit) {
    NodeView.Figures figures = node.figures();
    Long free =
        figures == null
            ? null
            : Long.valueOf(figures.memoryTotalBytes() - figures.memoryUsedBytes());
    boolean current = node.id().equals(desktop.placement().node());
    return new SwitchTarget(node.id(), node.state(), current, fit, free, node.desktops());
  }

  @Override
  public Optional<ProgramsView> programs(Caller caller, DesktopId desktop) {
    return known(caller, desktop).phase() == DesktopPhase.RUNNING
        ? told.programs(desktop)
        : Optional.empty();
  }

  @Override
  public Optional<Duration> expectedPause(Caller caller, DesktopId desktop) {
    var _ = known(caller, desktop);
    return rows.meanPause(desktop);
  }

  @Override
  @Transactional
  public Accepted switchTo(
      Caller caller, DesktopId desktop, @Nullable String node, RequestKey key) {
    requireOther(caller, desktop, node);
    String content = "switch " + desktop + " " + node;
    RequestKeys.Request request = new RequestKeys.Request(caller.actorId(), key, content);
    return keys.once(request, Accepted.class, () -> queue(caller, desktop, node));
  }

  /** INVALID for a node that is unknown, or where the desktop is already. */
  void requireOther(Caller caller, DesktopId desktop, @Nullable String node) {
    String current = known(caller, desktop).placement().node();
    if (node == null) {
      return;
    }
    if (nodes.all(caller).stream().noneMatch(each -> each.id().equals(node))) {
      throw ProblemException.invalid(
          List.of(new FieldProblem("node", "unknown", "There is no node " + node + ".")));
    }
    if (node.equals(current)) {
      throw ProblemException.invalid(
          List.of(new FieldProblem("node", "same", "The desktop is on node " + node + ".")));
    }
  }

  private Accepted queue(Caller caller, DesktopId desktop, @Nullable String node) {
    rows.lock(desktop);
    Optional<OperationId> same = rows.open(desktop, OperationKind.SWITCH);
    if (same.isPresent()) {
      return new Accepted(same.get(), desktop);
    }
    if (known(caller, desktop).phase() == DesktopPhase.NODE_LOST) {
      rows.setWanted(desktop, "running");
    }
    boolean _ = waiting.cancel(desktop);
    return turns.take(
        caller,
        desktop,
        OperationKind.SWITCH,
        DesktopPhase.MOVABLE,
        operation ->
            OperationRequest.switching(
                operation, caller.actorId(), node == null ? null : new NodeId(node)));
  }

  private DesktopRow known(Caller caller, DesktopId desktop) {
    return rows.find(caller, desktop).orElseThrow(() -> ProblemException.notFound("desktop"));
  }
}
