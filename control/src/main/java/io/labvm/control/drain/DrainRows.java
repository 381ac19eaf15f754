package io.labvm.control.drain;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.drain.DrainLeg;
import io.labvm.contract.drain.DrainMove;
import io.labvm.contract.drain.DrainNode;
import io.labvm.contract.drain.DrainState;
import io.labvm.contract.drain.DrainWish;
import io.labvm.contract.drain.DrainWork;
import io.labvm.contract.drain.MoveState;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Drains in the database. */
@Component
class DrainRows {
  private final JdbcClient database;
  private final TransactionOperations transactions;

  DrainRows(JdbcClient database, TransactionOperations transactions) {
    this.database = database;
    this.transactions = transactions;
  }

  /** Those that no workflow may know yet. */
  List<DrainNode> queued() {
    return database
        .sql(
            "select id, node, home, at_once, requested_by from drain where state = 'queued'"
                + " and ended_at is null order by created_at limit 10")
        .query(
            (r, _) ->
                new DrainNode(
                    new OperationId(r.getString(1)),
                    new NodeId(r.getString(2)),
                    r.getBoolean(3),
                    r.getInt(4),
                    r.getString(5)))
        .list();
  }

  /** A wish on its way to a workflow. */
  record Untold(OperationId drain, DrainWish wish) {}

  List<Untold> untold() {
    return database
        .sql(
            "select id, wish from drain where wish <> told and ended_at is null"
                + " and state <> 'queued' limit 10")
        .query(
            (r, _) ->
                new Untold(new OperationId(r.getString(1)), DrainWish.fromWire(r.getString(2))))
        .list();
  }

  void tell(Untold wish) {
    database
        .sql("update drain set told = ? where id = ?")
        .params(wish.wish().wire(), wish.drain().value())
        .update();
  }

  List<OperationId> open() {
    return database
        .sql("select id from drain where ended_at is null and state <> 'queued'")
        .query((r, _) -> new OperationId(r.getString(1)))
        .list();
  }

  /** Chooses the desktops, once. */
  DrainWork begin(DrainNode request) {
    transactions.executeWithoutResult(_ -> choose(request));
    List<DrainLeg> legs =
        database
            .sql(
                """
                select m.desktop, case when d.home then m.to_node else d.node end,
                  case when d.home then d.node end
                from drain_move m join drain d on d.id = m.drain
                where d.id = ? and m.state in ('waiting', 'moving') order by m.desktop
                """)
            .param(request.drain().value())
            .query(
                (r, _) ->
                    new DrainLeg(
                        new DesktopId(r.getString(1)),
                        new NodeId(r.getString(2)),
                        r.getString(3) == null ? null : new NodeId(r.getString(3))))
            .list();
    return new DrainWork(legs, wish(request.drain()));
  }

  private DrainWish wish(OperationId drain) {
    return database
        .sql("select wish from drain where id = ?")
        .param(drain.value())
        .query((r, _) -> DrainWish.fromWire(r.getString(1)))
        .single();
  }

  private void choose(DrainNode request) {
    boolean first =
        database
            .sql("select state = 'queued' from drain where id = ? for update")
            .param(request.drain().value())
            .query(Boolean.class)
            .single();
    if (!first) {
      return;
    }
    database
        .sql(request.home() ? HOME : AWAY)
        .param("drain", request.drain().value())
        .param("node", request.node().value())
        .update();
    set(request.drain(), DrainState.RUNNING);
  }

  /** A desktop {@code d} of a node, or one that is being created there or moved there. */
  static final String OF_NODE =
      """
      (d.node = :node or exists (select 1 from operation o
        where o.desktop = d.id and o.ended_at is null
          and (d.assigned_node = :node or d.target_node = :node and d.target_operation = o.id)))
      """;

  private static final String AWAY =
      "insert into drain_move (drain, desktop, state) select :drain, d.id, 'waiting' from desktop d"
          + " where d.deleted_at is null and "
          + OF_NODE;

  /**
   * Those that are where a drain of the node put them, since all came home last. In {@code to_node}
   * is where they are now.
   */
  private static final String HOME =
      """
      insert into drain_move (drain, desktop, state, to_node)
      select :drain, away.desktop, 'waiting', away.to_node
      from (select distinct on (m.desktop) m.desktop, m.to_node
          from drain_move m join drain a on a.id = m.drain
          where a.node = :node and not a.home and m.state = 'moved'
            and a.created_at > coalesce((select max(h.created_at) from drain h
              where h.node = :node and h.home and h.state = 'succeeded'), '-infinity')
          order by m.desktop, a.created_at desc) away
        join desktop d on d.id = away.desktop and d.node = away.to_node and d.deleted_at is null
      """;

  void move(OperationId drain, DrainMove move) {
    NodeId to = move.to();
    OperationId operation = move.operation();
    database
        .sql(
            """
            update drain_move set state = :state, to_node = coalesce(:to, to_node),
              operation = coalesce(:operation, operation), reason = :reason
            where drain = :drain and desktop = :desktop
            """)
        .param("state", move.state().wire())
        .param("to", to == null ? null : to.value())
        .param("operation", operation == null ? null : operation.value())
        .param("reason", move.reason())
        .param("drain", drain.value())
        .param("desktop", move.desktop().value())
        .update();
    touch(drain);
  }

  /** Wakes the pages that show it. */
  private void touch(OperationId drain) {
    database.sql("update drain set state = state where id = ?").param(drain.value()).update();
  }

  /** The state that the moves tell; the same when it had ended. */
  DrainState end(OperationId drain, boolean cancelled) {
    DrainState end = cancelled ? DrainState.CANCELLED : told(drain);
    set(drain, end);
    return end;
  }

  private DrainState told(OperationId drain) {
    boolean left =
        database
            .sql("select exists (select 1 from drain_move where drain = ? and state = 'left')")
            .param(drain.value())
            .query(Boolean.class)
            .single();
    return left ? DrainState.INCOMPLETE : DrainState.SUCCEEDED;
  }

  private void set(OperationId drain, DrainState state) {
    database
        .sql(
            "update drain set state = ?, ended_at = case when ? then now() end"
                + " where id = ? and ended_at is null")
        .params(state.wire(), state.terminal(), drain.value())
        .update();
  }

  /** A drain whose workflow was ended from outside: what was moving may move on by itself. */
  void abandon(OperationId drain) {
    database
        .sql(
            "update drain_move set state = ?, reason = 'the drain was ended from outside'"
                + " where drain = ? and state in ('waiting', 'moving')")
        .params(MoveState.LEFT.wire(), drain.value())
        .update();
    set(drain, DrainState.CANCELLED);
  }
}
