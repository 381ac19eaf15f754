package io.labvm.control.node;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.control.ControlProperties;
import io.labvm.control.outbox.OwnOperations;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Starts desktops again that should run and do not, as after a restart of the machine.
 *
 * <p>The evidence is the node's beacon: guard and agent alive, and for a while on end it does not
 * name the desktop as running at the epoch assigned; or an operation ended with a desktop that
 * counts as failed, as when its way back failed, too. The start is an ordinary operation, asked for
 * by {@code system}, which a running desktop accepts of nobody else; it takes a new epoch and finds
 * what is still there. A desktop that ends again and again is left alone after some starts an hour.
 */
@Component
class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final JdbcClient database;
  private final TransactionOperations transactions;
  private final ControlProperties properties;
  private final OwnOperations operations;
  private final Map<Missing, Long> missedSince = new HashMap<>();

  Recovery(
      JdbcClient database,
      TransactionOperations transactions,
      ControlProperties properties,
      OwnOperations operations) {
    this.operations = operations;
    this.database = database;
    this.transactions = transactions;
    this.properties = properties;
  }

  /** A desktop missed at an epoch; a new epoch is a new case. */
  private record Missing(String desktop, long epoch) {}

  /** One look; one pool thread calls it, never two at a time. */
  @Scheduled(fixedDelay = 2_000)
  void look() {
    List<Missing> missing = missing();
    missedSince.keySet().retainAll(missing);
    long now = System.nanoTime();
    for (Missing each : missing) {
      long since = missedSince.computeIfAbsent(each, _ -> now);
      if (Duration.ofNanos(now - since).compareTo(properties.recoverAfter()) >= 0) {
        missedSince.remove(each);
        transactions.executeWithoutResult(_ -> start(each));
      }
    }
  }

  private List<Missing> missing() {
    return database
        .sql(
            """
            select d.id, d.assigned_epoch from desktop d
              join node n on n.id = case d.state when 'failed' then d.node else d.assigned_node end
            where d.wanted = 'running' and d.state in ('running', 'node-lost', 'failed')
              and d.deleted_at is null
              and d.current_operation is null
              and n.left_at is null and n.beacon_at > now() - interval '10 seconds'
              and n.agent_age_ms < 10000
              and (d.state <> 'running' and n.metrics_at > now() - interval '15 seconds'
                or n.beacon_at > d.running_since + interval '5 seconds')
              and not exists (select 1 from operation o
                where o.desktop = d.id and o.ended_at is null)
              and (d.state = 'failed'
                or not exists (select 1 from jsonb_array_elements(n.beacon -> 'desktops') held
                  where held ->> 'desktop' = d.id and (held ->> 'epoch')::bigint >= d.assigned_epoch
                    and held ->> 'activity' <> 'gone'))
              and not exists (select 1
                from node other cross join jsonb_array_elements(other.beacon -> 'desktops') held
                where other.beacon_at > now() - interval '10 seconds'
                  and held ->> 'desktop' = d.id and held ->> 'activity' = 'running'
                  and ((held ->> 'epoch')::bigint > d.assigned_epoch
                    or d.state = 'failed' and other.id <> d.node
                      and (held ->> 'epoch')::bigint = d.assigned_epoch))
              and (select count(*) from operation o where o.desktop = d.id
                and o.requested_by = :system and o.created_at > now() - interval '1 hour') < :limit
            """)
        .param("system", OperationRequest.SYSTEM)
        .param("limit", properties.recoveriesPerHour())
        .query((r, _) -> new Missing(r.getString(1), r.getLong(2)))
        .list();
  }

  /** Several copies of this application may look: the row lock lets one of them act. */
  private void start(Missing missing) {
    boolean still =
        database
            .sql(
                "select 1 from desktop d where id = ? and assigned_epoch = ?"
                    + " and state in ('running', 'node-lost', 'failed')"
                    + " and not exists (select 1 from operation o where o.desktop = d.id"
                    + " and o.ended_at is null) for update of d skip locked")
            .params(missing.desktop(), missing.epoch())
            .query((_, _) -> true)
            .optional()
            .isPresent();
    if (!still) {
      return;
    }
    log.info("Desktop {} should run and does not, or has failed: starting it", missing.desktop());
    operations.start(new DesktopId(missing.desktop()));
  }
}
