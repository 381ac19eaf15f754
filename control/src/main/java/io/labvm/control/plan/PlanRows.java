package io.labvm.control.plan;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.plan.PlannedSwitch;
import io.labvm.control.idleness.Resting;
import io.labvm.control.outbox.OwnOperations;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Planned switches in the database. */
@Component
class PlanRows {
  private final JdbcClient database;
  private final TransactionOperations transactions;
  private final OwnOperations operations;

  PlanRows(JdbcClient database, TransactionOperations transactions, OwnOperations operations) {
    this.database = database;
    this.transactions = transactions;
    this.operations = operations;
  }

  /** Those that no workflow may know yet. */
  List<PlannedSwitch> unknown() {
    return database
        .sql(
            "select id, desktop, due_at from planned_switch where state = 'waiting'"
                + " and workflow = 'unknown' order by created_at limit 10")
        .query(
            (r, _) ->
                new PlannedSwitch(
                    new OperationId(r.getString(1)),
                    new DesktopId(r.getString(2)),
                    millis(r.getObject(3, OffsetDateTime.class))))
        .list();
  }

  private static @Nullable Long millis(@Nullable OffsetDateTime time) {
    return time == null ? null : Long.valueOf(time.toInstant().toEpochMilli());
  }

  /** Cancelled ones whose workflow still waits. */
  List<OperationId> untold() {
    return ids("state = 'cancelled' and workflow = 'started' limit 10");
  }

  List<OperationId> started() {
    return ids("state = 'waiting' and workflow = 'started'");
  }

  private List<OperationId> ids(String condition) {
    return database
        .sql("select id from planned_switch where " + condition)
        .query((r, _) -> new OperationId(r.getString(1)))
        .list();
  }

  /** The workflow of a plan is {@code started}, or was {@code told} that nobody wants it. */
  void note(OperationId plan, String workflow) {
    database
        .sql("update planned_switch set workflow = ? where id = ?")
        .params(workflow, plan.value())
        .update();
  }

  /** Ends a plan that waits, without its switch. */
  void fail(OperationId plan, String reason) {
    database
        .sql(
            "update planned_switch set state = 'failed', reason = ?, ended_at = now()"
                + " where id = ? and state = 'waiting'")
        .params(reason, plan.value())
        .update();
  }

  boolean unused(DesktopId desktop) {
    return database
        .sql(
            """
            select d.state = 'stopped' or d.state = 'running' and exists (
              select 1 from node n, jsonb_array_elements(n.metrics -> 'desktops') told
              where n.id = d.node and n.metrics_at > now() - interval '20 seconds'
                and told ->> 'desktop' = d.id and (told ->> 'epoch')::bigint = d.assigned_epoch
                and (told ->> 'cpu')::float8 < :resting and (told ->> 'connections')::int = 0
                and not exists (
                  select 1 from jsonb_array_elements(n.metrics -> 'gpus') gpu,
                    jsonb_array_elements(gpu -> 'processes') process
                  where process ->> 'desktop' = d.id))
            from desktop d where d.id = :desktop and d.deleted_at is null
            """)
        .param("resting", Resting.CPUS)
        .param("desktop", desktop.value())
        .query(Boolean.class)
        .optional()
        .orElse(true);
  }

  private record Plan(
      DesktopId desktop,
      @Nullable String to,
      String requestedBy,
      DesktopPhase phase,
      @Nullable String node,
      boolean busy) {}

  /** False while another operation is in progress. */
  boolean begin(OperationId plan) {
    return Boolean.TRUE.equals(transactions.execute(_ -> beginNow(plan)));
  }

  private boolean beginNow(OperationId id) {
    Optional<Plan> found = lock(id);
    if (found.isEmpty()) {
      fail(id, "state"); // nothing when it was cancelled or has begun; else the desktop is gone
      return true;
    }
    Plan plan = found.get();
    if (plan.busy()) {
      return false;
    }
    if (!DesktopPhase.SAFELY_MOVABLE.contains(plan.phase())) {
      fail(id, "state");
    } else if (plan.to() != null && plan.to().equals(plan.node())) {
      fail(id, "there");
    } else {
      NodeId to = plan.to() == null ? null : new NodeId(plan.to());
      operations.queue(plan.desktop(), OperationRequest.switching(id, plan.requestedBy(), to));
      database
          .sql("update planned_switch set state = 'begun', ended_at = now() where id = ?")
          .param(id.value())
          .update();
    }
    return true;
  }

  /**
   * Empty when it does not wait, or has no desktop any more. The desktop is locked first, as by all
   * who change its plans; what waits is looked at only then.
   */
  private Optional<Plan> lock(OperationId plan) {
    database
        .sql(
            "select 1 from desktop where id ="
                + " (select desktop from planned_switch where id = ?) for update")
        .param(plan.value())
        .query(Integer.class)
        .optional();
    return database
        .sql(
            """
            select p.desktop, p.to_node, p.requested_by, d.state, d.node,
              exists (select 1 from operation o where o.desktop = d.id and o.ended_at is null)
            from planned_switch p join desktop d on d.id = p.desktop
            where p.id = ? and p.state = 'waiting' and d.deleted_at is null for update of p
            """)
        .param(plan.value())
        .query(
            (r, _) ->
                new Plan(
                    new DesktopId(r.getString(1)),
                    r.getString(2),
                    r.getString(3),
                    DesktopPhase.fromWire(r.getString(4)),
                    r.getString(5),
                    r.getBoolean(6)))
        .optional();
  }
}
