package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.Limits;
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
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes of limits leave through the outbox; their operation writes the row. */
@Service
class StoredLimits implements LimitsService {
  private final DesktopRows rows;
  private final NodeService nodes;
  private final DesktopTurns turns;
  private final RequestKeys keys;

  StoredLimits(DesktopRows rows, NodeService nodes, DesktopTurns turns, RequestKeys keys) {
    this.rows = rows;
    this.nodes = nodes;
    this.turns = turns;
    this.keys = keys;
  }

  @Override
  public LimitsBounds bounds(Caller caller, DesktopId desktop) {
    return bounds(caller, known(caller, desktop));
  }

  @Override
  @Transactional
  public Accepted change(Caller caller, DesktopId desktop, LimitsWish wish, RequestKey key) {
    DesktopRow row = known(caller, desktop);
    List<FieldProblem> problems = bounds(caller, row).problems(wish, row.limits());
    if (!problems.isEmpty()) {
      throw ProblemException.invalid(problems);
    }
    RequestKeys.Request request =
        new RequestKeys.Request(caller.actorId(), key, "limits " + desktop + " " + wish);
    return keys.once(request, Accepted.class, () -> queue(caller, desktop, wish));
  }

  private Accepted queue(Caller caller, DesktopId desktop, LimitsWish wish) {
    rows.lock(desktop);
    Limits limits = wanted(wish, known(caller, desktop).limits());
    return turns.take(
        caller,
        desktop,
        OperationKind.LIMITS,
        DesktopPhase.LIMITABLE,
        operation -> OperationRequest.limiting(operation, caller.actorId(), limits));
  }

  private static Limits wanted(LimitsWish wish, Limits now) {
    return new Limits(
        Objects.requireNonNullElse(wish.milliCpus(), now.milliCpus()),
        Objects.requireNonNullElse(wish.memoryBytes(), now.memoryBytes()),
        Objects.requireNonNullElse(wish.pids(), now.pids()),
        Objects.requireNonNullElse(wish.shmBytes(), now.shmBytes()));
  }

  /** Of the node it is on; where that tells nothing, there are none. */
  private LimitsBounds bounds(Caller caller, DesktopRow row) {
    return nodes.all(caller).stream()
        .filter(node -> node.id().equals(row.placement().node()))
        .map(NodeView::figures)
        .filter(Objects::nonNull)
        .findFirst()
        .map(figures -> LimitsBounds.of(figures.cpus(), figures.memoryTotalBytes()))
        .orElseGet(LimitsBounds::unknown);
  }

  private DesktopRow known(Caller caller, DesktopId desktop) {
    DesktopRow row =
        rows.find(caller, desktop).orElseThrow(() -> ProblemException.notFound("desktop"));
    caller.requireAdmin();
    return row;
  }
}
