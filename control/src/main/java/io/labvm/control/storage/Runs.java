package io.labvm.control.storage;

import io.labvm.contract.operation.OperationId;
import io.labvm.contract.storage.MaintenanceKind;
import io.labvm.contract.storage.MaintenanceProgress;
import io.labvm.contract.storage.MaintenanceSnapshot;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Runs of maintenance in the database. */
@Component
class Runs {
  private final JdbcClient database;
  private final TransactionOperations transactions;
  private final JsonMapper json = JsonMapper.builder().build();

  Runs(JdbcClient database, TransactionOperations transactions) {
    this.database = database;
    this.transactions = transactions;
  }

  /**
   * A run that begins.
   *
   * @param workflow its id in Temporal
   * @return false when another one of its kind is in progress; then it is ended
   */
  boolean begin(MaintenanceSnapshot snapshot, String workflow) {
    return Boolean.TRUE.equals(transactions.execute(_ -> beginAlone(snapshot, workflow)));
  }

  private boolean beginAlone(MaintenanceSnapshot snapshot, String workflow) {
    database
        .sql("select pg_advisory_xact_lock(hashtext('maintenance ' || ?))")
        .param(snapshot.kind().wire())
        .query((r, _) -> "")
        .list();
    if (isAnotherRunning(snapshot)) {
      end(snapshot.run().value(), "another run was in progress");
      return false;
    }
    database
        .sql(
            """
            insert into maintenance (id, kind, state, requested_by, workflow, sequence, started_at)
            values (:id, :kind, :state, :by, :workflow, :sequence, now())
            on conflict (id) do update set state = excluded.state, workflow = excluded.workflow,
              sequence = excluded.sequence, started_at = coalesce(maintenance.started_at, now()),
              updated_at = now()
            where maintenance.ended_at is null
            """)
        .param("id", snapshot.run().value())
        .param("kind", snapshot.kind().wire())
        .param("state", snapshot.state().wire())
        .param("by", snapshot.requestedBy())
        .param("workflow", workflow)
        .param("sequence", snapshot.sequence())
        .update();
    return true;
  }

  private boolean isAnotherRunning(MaintenanceSnapshot snapshot) {
    return database
        .sql(
            "select exists (select 1 from maintenance where kind = ? and id <> ?"
                + " and state = 'running' and ended_at is null)")
        .params(snapshot.kind().wire(), snapshot.run().value())
        .query(Boolean.class)
        .single();
  }

  /** Stores a picture, unless a newer one is there. */
  void project(MaintenanceSnapshot snapshot) {
    MaintenanceProgress progress = snapshot.progress();
    database
        .sql(
            """
            update maintenance set state = :state, sequence = :sequence, done = :done,
              total = :total, changed = :changed, bytes = :bytes, damaged = :damaged,
              problems = cast(:problems as jsonb), updated_at = now(),
              ended_at = case when :ended then coalesce(ended_at, now()) end
            where id = :id and sequence <= :sequence and ended_at is null
            """)
        .param("id", snapshot.run().value())
        .param("state", snapshot.state().wire())
        .param("sequence", snapshot.sequence())
        .param("done", progress.done())
        .param("total", progress.total())
        .param("changed", progress.changed())
        .param("bytes", progress.bytes())
        .param("damaged", progress.damaged())
        .param("problems", json.writeValueAsString(progress.problems()))
        .param("ended", snapshot.state().terminal())
        .update();
  }

  /** A run that somebody asked for. */
  record Wanted(OperationId run, MaintenanceKind kind, String requestedBy) {}

  /** Those that nobody has started. */
  List<Wanted> wanted() {
    return database
        .sql(
            "select id, kind, requested_by from maintenance where state = 'queued'"
                + " and ended_at is null order by created_at limit 10")
        .query(
            (r, _) ->
                new Wanted(
                    new OperationId(r.getString(1)),
                    MaintenanceKind.fromWire(r.getString(2)),
                    r.getString(3)))
        .list();
  }

  /** A run as the database believes it is. */
  record Open(String run, String workflow) {}

  /** Those that have said nothing for some minutes. */
  List<Open> silent() {
    return database
        .sql(
            "select id, workflow from maintenance where state = 'running' and ended_at is null"
                + " and updated_at < now() - interval '3 minutes' limit 10")
        .query((r, _) -> new Open(r.getString(1), r.getString(2)))
        .list();
  }

  /** Ends a run that does not end itself. */
  void end(String run, String why) {
    database
        .sql(
            "update maintenance set state = 'failed', ended_at = now(), updated_at = now(),"
                + " problems = problems || to_jsonb(cast(? as text))"
                + " where id = ? and ended_at is null")
        .params(why, run)
        .update();
  }

  /** Forgets what nobody looks at any more. */
  void forget(long days) {
    for (String statement :
        List.of(
            "delete from maintenance where ended_at < now() - make_interval(days => :days)",
            "delete from store_usage where at < now() - make_interval(days => :days)")) {
      database.sql(statement).param("days", Math.toIntExact(days)).update();
    }
  }
}
