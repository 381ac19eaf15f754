package io.labvm.control.drain;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.drain.DrainLeg;
import io.labvm.contract.drain.DrainMove;
import io.labvm.contract.drain.MoveDesktop;
import io.labvm.contract.drain.MoveState;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.OperationState;
import io.labvm.control.outbox.OwnOperations;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Single moves of drains: switches asked for through the outbox, and what became of them. */
@Component
class Moves {
  private final JdbcClient database;
  private final TransactionOperations transactions;
  private final OwnOperations operations;

  Moves(JdbcClient database, TransactionOperations transactions, OwnOperations operations) {
    this.database = database;
    this.transactions = transactions;
    this.operations = operations;
  }

  /**
   * @param coming whether it is not on the node yet and on its way there
   */
  private record Desktop(
      DesktopPhase state, @Nullable String node, boolean coming, boolean busy, boolean asked) {}

  /** Asks for the switch, once, and tells how it is. */
  DrainMove move(MoveDesktop request) {
    DrainMove asked = Objects.requireNonNull(transactions.execute(_ -> ask(request)));
    return asked.state() == MoveState.MOVING ? ended(request).orElse(asked) : asked;
  }

  private DrainMove ask(MoveDesktop request) {
    DrainLeg leg = request.leg();
    Optional<Desktop> found = lock(leg, request.operation());
    if (found.filter(Desktop::asked).isPresent()) {
      return DrainMove.moving(leg.desktop(), request.operation());
    }
    if (found.isEmpty()) {
      return DrainMove.gone(leg.desktop());
    }
    if (!found.get().coming() && !leg.from().value().equals(found.get().node())) {
      return DrainMove.gone(leg.desktop());
    }
    if (found.get().coming() || found.get().busy()) {
      return DrainMove.waiting(leg.desktop());
    }
    DesktopPhase state = found.get().state();
    if (!DesktopPhase.MOVABLE.contains(state)) {
      return DrainMove.left(leg.desktop(), request.operation(), "the desktop is " + state.wire());
    }
    operations.queue(
        leg.desktop(),
        OperationRequest.switching(request.operation(), request.requestedBy(), leg.to()));
    return DrainMove.moving(leg.desktop(), request.operation());
  }

  private Optional<Desktop> lock(DrainLeg leg, OperationId operation) {
    return database
        .sql(
            """
            select d.state, d.node, d.node is distinct from :node and %s,
              exists (select 1 from operation o where o.desktop = d.id and o.ended_at is null),
              exists (select 1 from operation o where o.id = :operation)
            from desktop d where d.id = :desktop and d.deleted_at is null for update of d
            """
                .formatted(DrainRows.OF_NODE))
        .param("operation", operation.value())
        .param("node", leg.from().value())
        .param("desktop", leg.desktop().value())
        .query(
            (r, _) ->
                new Desktop(
                    DesktopPhase.fromWire(r.getString(1)),
                    r.getString(2),
                    r.getBoolean(3),
                    r.getBoolean(4),
                    r.getBoolean(5)))
        .optional();
  }

  private record Ended(String state, @Nullable String error, @Nullable String node) {}

  /** What became of the switch; empty while it is in progress. */
  private Optional<DrainMove> ended(MoveDesktop request) {
    DesktopId desktop = request.leg().desktop();
    return database
        .sql(
            "select o.state, o.error ->> 'detail', d.node from operation o"
                + " join desktop d on d.id = o.desktop where o.id = ? and o.ended_at is not null")
        .param(request.operation().value())
        .query((r, _) -> new Ended(r.getString(1), r.getString(2), r.getString(3)))
        .optional()
        .map(ended -> move(desktop, request.operation(), ended));
  }

  private static DrainMove move(DesktopId desktop, OperationId operation, Ended ended) {
    if (ended.state().equals(OperationState.SUCCEEDED.wire()) && ended.node() != null) {
      return DrainMove.moved(desktop, operation, new NodeId(ended.node()));
    }
    String detail = ended.error();
    return DrainMove.left(
        desktop, operation, detail == null ? "its switch was " + ended.state() : detail);
  }
}
