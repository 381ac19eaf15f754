package io.labvm.control.backup;

import io.labvm.contract.control.RequestedBackup;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.control.node.NodeLiveness;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks desktops for backups as their schedules want, through the outbox like every other command.
 * One that is skipped because its node is down is due at once when the node is back.
 */
@Component
public class BackupRequests {
  private static final String SCHEDULE = "schedule";
  private static final Logger log = LoggerFactory.getLogger(BackupRequests.class);
  private final JdbcClient database;
  private final TransactionOperations transactions;
  private final NodeLiveness liveness;
  private final JsonMapper json = JsonMapper.builder().build();

  BackupRequests(JdbcClient database, TransactionOperations transactions, NodeLiveness liveness) {
    this.database = database;
    this.transactions = transactions;
    this.liveness = liveness;
  }

  private record Desktop(
      String state, @Nullable String node, @Nullable String open, boolean saved, boolean asked) {}

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
    String reason = reasonAgainst(found.get());
    boolean down = reason.endsWith("is down");
    database
        .sql("update desktop set backup_missed = ? where id = ?")
        .params(down, desktop.value())
        .update();
    if (reason.isEmpty()) {
      queue(desktop, operation);
    }
    return new RequestedBackup(reason.isEmpty(), reason);
  }

  private Optional<Desktop> lock(DesktopId desktop, OperationId operation) {
    return database
        .sql(
            """
            select d.state, d.node,
              (select min(o.id) from operation o where o.desktop = d.id and o.ended_at is null),
              coalesce((select v.consistency = 'stopped' and not exists (
                  select 1 from operation s where s.desktop = d.id and s.kind = 'start'
                    and s.created_at > v.created_at)
                from version v where v.desktop = d.id order by v.number desc limit 1), false),
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

  /** Empty when nothing speaks against it. */
  private String reasonAgainst(Desktop desktop) {
    String node = desktop.node();
    if (desktop.open() != null) {
      return "operation " + desktop.open() + " is in progress";
    }
    if (node == null || !(desktop.state().equals("running") || desktop.state().equals("stopped"))) {
      return "the desktop is " + desktop.state();
    }
    if (!liveness.alive(new NodeId(node))) {
      return "node " + node + " is down";
    }
    return desktop.state().equals("stopped") && desktop.saved()
        ? "the desktop is stopped and all of it is saved"
        : "";
  }

  private void queue(DesktopId desktop, OperationId operation) {
    OperationRequest request =
        new OperationRequest(operation, OperationKind.BACKUP, SCHEDULE, false);
    database
        .sql(
            "insert into operation (id, desktop, kind, state, requested_by)"
                + " values (?, ?, ?, 'queued', ?)")
        .params(operation.value(), desktop.value(), request.kind().wire(), SCHEDULE)
        .update();
    database
        .sql(
            "insert into outbox (desktop, operation, command, payload)"
                + " values (?, ?, ?, cast(? as jsonb))")
        .params(
            desktop.value(),
            operation.value(),
            request.kind().wire(),
            json.writeValueAsString(request))
        .update();
  }

  /** Those whose node was down when they were due, and is back. */
  @Scheduled(fixedDelay = 5_000)
  void makeUp() {
    database
        .sql(
            """
            select d.id from desktop d join node n on n.id = d.node
            where d.backup_missed and d.deleted_at is null and n.left_at is null
              and n.beacon_at > now() - interval '10 seconds'
            """)
        .query(String.class)
        .list()
        .forEach(id -> request(new DesktopId(id), new OperationId(UUID.randomUUID().toString())));
  }
}
