package io.labvm.control.idleness;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.idleness.Idleness;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.control.outbox.OwnOperations;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What the policy knows and wants, in the database. */
@Component
class IdlenessRows {
  private final JdbcClient database;
  private final TransactionOperations transactions;
  private final UseRows use;
  private final OwnOperations operations;

  IdlenessRows(
      JdbcClient database,
      TransactionOperations transactions,
      UseRows use,
      OwnOperations operations) {
    this.database = database;
    this.transactions = transactions;
    this.use = use;
    this.operations = operations;
  }

  /** Notes who is used; also without a policy, so that it can be told what one would do. */
  void lookAtAll() {
    use.look();
  }

  /** Whose stop was aborted or refused is to run, as before. */
  void takeBack() {
    database
        .sql(
            """
            update desktop d set wanted = 'running'
            where d.wanted = 'stopped' and d.state = 'running' and d.deleted_at is null
              and not exists (select 1 from operation o
                where o.desktop = d.id and o.ended_at is null)
              and (select o.requested_by = ? and o.state <> 'succeeded' from operation o
                where o.desktop = d.id and o.kind = 'stop'
                order by o.created_at desc limit 1)
            """)
        .param(OperationRequest.POLICY)
        .update();
  }

  /** Those that no workflow may watch yet. */
  List<DesktopId> unwatched() {
    return ids(
        "unused_period() > 0 and not watched and unused_stop(desktop) is not null limit 100");
  }

  /** Those whose workflow knows another policy. */
  List<DesktopId> untold() {
    return ids("watched and known_period is distinct from unused_period() limit 100");
  }

  List<DesktopId> watched() {
    return ids("watched");
  }

  private List<DesktopId> ids(String condition) {
    return database
        .sql("select desktop from desktop_use where " + condition)
        .query((r, _) -> new DesktopId(r.getString(1)))
        .list();
  }

  /** A workflow watches the desktop and knows the policy, or none does. */
  void note(DesktopId desktop, boolean watched) {
    database
        .sql("update desktop_use set watched = ?, known_period = unused_period() where desktop = ?")
        .params(watched, desktop.value())
        .update();
  }

  Idleness look(DesktopId desktop) {
    use.look(desktop);
    Idleness idleness =
        database
            .sql(
                "select unused_stop(desktop), used_at, used_by,"
                    + " unused_period() from desktop_use where desktop = ? and unused_stop(desktop) is not null")
            .param(desktop.value())
            .query(
                (r, _) ->
                    new Idleness(
                        millis(r.getObject(1, OffsetDateTime.class)),
                        r.getLong(4) * 1000,
                        millis(r.getObject(2, OffsetDateTime.class)),
                        r.getString(3)))
            .optional()
            .orElse(Idleness.NONE);
    note(desktop, idleness.stopMillis() != null);
    return idleness;
  }

  private static long millis(OffsetDateTime time) {
    return time.toInstant().toEpochMilli();
  }

  void warn(DesktopId desktop) {
    database
        .sql("update desktop_use set warned_at = now() where desktop = ?")
        .param(desktop.value())
        .update();
  }

  /** False when it is not due, or another operation is in progress. */
  boolean stop(DesktopId desktop, OperationId operation) {
    return Boolean.TRUE.equals(transactions.execute(_ -> stopNow(desktop, operation)));
  }

  private boolean stopNow(DesktopId desktop, OperationId operation) {
    if (asked(operation)) {
      return true;
    }
    if (!lock(desktop)) {
      return false;
    }
    use.look(desktop);
    if (!due(desktop)) {
      return false;
    }
    database
        .sql("update desktop set wanted = 'stopped' where id = ?")
        .param(desktop.value())
        .update();
    operations.queue(
        desktop,
        new OperationRequest(operation, OperationKind.STOP, OperationRequest.POLICY, false));
    explain(desktop, operation);
    note(desktop, false);
    return true;
  }

  private boolean asked(OperationId operation) {
    return database
        .sql("select exists (select 1 from operation where id = ?)")
        .param(operation.value())
        .query(Boolean.class)
        .single();
  }

  /**
   * False unless it runs and nothing else is going on with it; what its owner does at the moment is
   * waited for, and then looked at: a statement sees no rows that came while it waited. One whose
   * stops do not succeed is left alone for a while.
   */
  private boolean lock(DesktopId desktop) {
    var locked =
        database
            .sql("select 1 from desktop where id = ? and deleted_at is null for update")
            .param(desktop.value())
            .query(Integer.class)
            .optional();
    return locked.isPresent()
        && database
            .sql(
                "select state = 'running' and not exists (select 1 from operation o"
                    + " where o.desktop = d.id and o.ended_at is null) and (select count(*)"
                    + " from operation o where o.desktop = d.id and o.kind = 'stop'"
                    + " and o.requested_by = ? and o.created_at > now() - interval '1 hour') < 3"
                    + " from desktop d where id = ?")
            .params(OperationRequest.POLICY, desktop.value())
            .query(Boolean.class)
            .single();
  }

  private boolean due(DesktopId desktop) {
    return database
        .sql("select coalesce(unused_stop(?) <= now(), false)")
        .param(desktop.value())
        .query(Boolean.class)
        .single();
  }

  private void explain(DesktopId desktop, OperationId operation) {
    database
        .sql(
            "update operation set cause = (select jsonb_build_object('rule', 'unused',"
                + " 'periodSeconds', unused_period(), 'usedAt', used_at, 'usedBy', used_by) from desktop_use where desktop = ?)"
                + " where id = ?")
        .params(desktop.value(), operation.value())
        .update();
  }
}
