package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.nodes.NodeService;
import io.labvm.ui.nodes.NodeView;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.operations.RequestKeys;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Switches leave through the outbox like all commands. */
@Service
class StoredSwitches implements SwitchService {
  private static final Comparator<SwitchTarget> BEST_FIRST =
      Comparator.comparing(SwitchTarget::usable)
          .thenComparing(SwitchTarget::memoryFreeBytes, Comparator.nullsFirst(Long::compare))
          .reversed()
          .thenComparing(SwitchTarget::node);

  private final DesktopRows rows;
  private final ToldRows told;
  private final NodeService nodes;
  private final DesktopTurns turns;
  private final WaitingPlans waiting;
  private final RequestKeys keys;

  StoredSwitches(
      DesktopRows rows,
      ToldRows told,
      NodeService nodes,
      DesktopTurns turns,
      WaitingPlans waiting,
      RequestKeys keys) {
    this.rows = rows;
    this.told = told;
    this.nodes = nodes;
    this.turns = turns;
    this.waiting = waiting;
    this.keys = keys;
  }

  @Override
  public List<SwitchTarget> targets(Caller caller, DesktopId desktop) {
    String current = known(caller, desktop).placement().node();
    return nodes.all(caller).stream()
        .map(node -> target(node, node.id().equals(current)))
        .sorted(BEST_FIRST)
        .toList();
  }

  private static SwitchTarget target(NodeView node, boolean current) {
    NodeView.Figures figures = node.figures();
    Long free =
        figures == null
            ? null
            : Long.valueOf(figures.memoryTotalBytes() - figures.memoryUsedBytes());
    return new SwitchTarget(node.id(), node.state(), current, free, node.desktops());
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
