package io.labvm.control.backup;

import io.labvm.contract.control.RequestedBackup;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.StepError;
import io.labvm.control.node.NodeLiveness;
import io.labvm.control.outbox.OwnOperations;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Asks desktops for backups as their schedules want, through the outbox like every other command.
 * One that is skipped because its node is down, or cut off by the death of its node, is due at once
 * when the node is back; one that found no store is tried again every few minutes.
 */
@Component
public class BackupRequests {
  private static final Logger log = LoggerFactory.getLogger(BackupRequests.class);
  private static final Set<String> STANDING = Set.of("running", "stopped", "node-lost");

  private final JdbcClient database;
  private final TransactionOperations transactions;
  private final NodeLiveness liveness;
  private final OwnOperations operations;

  BackupRequests(
      JdbcClient database,
      TransactionOperations transactions,
      NodeLiveness liveness,
      OwnOperations operations) {
    this.operations = operations;
    this.database = database;
    this.transactions = transactions;
    this.liveness = liveness;
  }

  /**
   * What is known of one.
   *
   * @param saved of one that is stopped: whether versions that the pages show hold all of it, since
   *     the operation that stopped it or a later one has saved it
   */
  private record Desktop(
      String state, @Nullable String node, @Nullable String open, boolean saved, boolean asked) {}

  /**
   * What speaks against a backup now.
   *
   * @param reason empty when nothing does
   * @param missed whether it is due as soon as the reason is gone; null when it is if it was before
   */
  private record Objection(String reason, @Nullable Boolean missed) {}

  /** Idempotent by operation. */
  public RequestedBackup request(DesktopId desktop, OperationId operation) {
    RequestedBackup answer = transactions.execute(_ -> requestNow(desktop, operation));
    if (answer == null) {
      throw new IllegalStateException("no answer of the transaction");
    }
    log.debug("Backup of desktop {}: {}", desktop, answer);
    return answer;
  }

  private RequestedBackup requestNow(DesktopId desktop, OperationId operation) {
    Optional<Desktop> found = lock(desktop, operation);
    if (found.isEmpty()) {
      return new RequestedBackup(false, "the desktop is gone");
    }
    if (found.get().asked()) {
      return new RequestedBackup(true, "");
    }
    Objection objection = objection(found.get());
    database
        .sql(
            "update desktop set backup_missed = coalesce(cast(:missed as boolean), backup_missed)"
                + " where id = :id")
        .param("missed", objection.missed())
        .param("id", desktop.value())
        .update();
    if (objection.reason().isEmpty()) {
      operations.queue(
          desktop,
          new OperationRequest(operation, OperationKind.BACKUP, OperationRequest.SCHEDULE, false));
    }
    return new RequestedBackup(objection.reason().isEmpty(), objection.reason());
  }

  /** To be told of each picture of an operation before it is stored; may be repeated. */
  public void noteEnd(OperationSnapshot snapshot) {
    StepError error = snapshot.error();
    if (snapshot.kind() == OperationKind.BACKUP && snapshot.state().terminal() && error != null) {
      boolean noStore = error.code() == FailureCode.STORE_UNAVAILABLE;
      nodeOfScheduled(snapshot.operation())
          .filter(
              node ->
                  noStore
                      || (error.code() == FailureCode.NODE_UNAVAILABLE && !liveness.alive(node)))
          .ifPresent(_ -> miss(snapshot.desktop()));
    }
  }

  /** Of one that is in progress, as far as the database knows. */
  private Optional<NodeId> nodeOfScheduled(OperationId operation) {
    return database
        .sql(
            "select d.node from operation o join desktop d on d.id = o.desktop where o.id = ?"
                + " and o.requested_by = ? and o.ended_at is null and d.node is not null")
        .params(operation.value(), OperationRequest.SCHEDULE)
        .query((r, _) -> new NodeId(r.getString(1)))
        .optional();
  }

  private void miss(DesktopId desktop) {
    database
        .sql("update desktop set backup_missed = true where id = ?")
        .param(desktop.value())
        .update();
  }

  private Optional<Desktop> lock(DesktopId desktop, OperationId operation) {
    return database
        .sql(
            """
            select d.state, d.node,
              (select min(o.id) from operation o where o.desktop = d.id and o.ended_at is null),
              exists (select 1 from operation o where o.desktop = d.id
                and o.kind in ('stop', 'backup', 'restore', 'switch')
                and o.state = 'succeeded' and o.result is not null
                and (o.result ->> 'version' = '0' or exists (select 1 from version v
                  where v.desktop = d.id and v.number::text = o.result ->> 'version'))
                and not exists (select 1 from operation s where s.desktop = d.id
                  and s.kind in ('start', 'stop') and s.created_at > o.created_at)),
              exists (select 1 from operation o where o.id = :operation)
            from desktop d where d.id = :desktop and d.deleted_at is null for update of d
            """)
        .param("operation", operation.value())
        .param("desktop", desktop.value())
        .query(
            (r, _) ->
                new Desktop(
                    r.getString(1),
                    r.getString(2),
                    r.getString(3),
                    r.getBoolean(4),
                    r.getBoolean(5)))
        .optional();
  }

  private Objection objection(Desktop desktop) {
    String node = desktop.node();
    if (desktop.open() != null) {
      return new Objection("operation " + desktop.open() + " is in progress", null);
    }
    if (node == null || !STANDING.contains(desktop.state())) {
      return new Objection("the desktop is " + desktop.state(), null);
    }
    if (desktop.state().equals("node-lost") || !liveness.alive(new NodeId(node))) {
      return new Objection("node " + node + " is down", true);
    }
    return desktop.state().equals("stopped") && desktop.saved()
        ? new Objection("the desktop is stopped and all of it is saved", false)
        : new Objection("", false);
  }

  /**
   * Those whose node was down when they were due, and is back, and those that found no store; each
   * try without a store takes minutes of its own.
   */
  @Scheduled(fixedDelay = 5_000)
  void makeUp() {
    database
        .sql(
            """
            select d.id from desktop d join node n on n.id = d.node
            where d.backup_missed and d.deleted_at is null and n.left_at is null
              and n.beacon_at > now() - interval '10 seconds'
              and not exists (select 1 from operation o where o.desktop = d.id
                and o.kind = 'backup' and o.ended_at > now() - interval '5 minutes'
                and o.error ->> 'code' = :store)
            """)
        .param("store", FailureCode.STORE_UNAVAILABLE.wire())
        .query(String.class)
        .list()
        .forEach(id -> request(new DesktopId(id), new OperationId(UUID.randomUUID().toString())));
  }
}
