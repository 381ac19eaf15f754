package io.labvm.control.gpu;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.control.outbox.OwnOperations;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes GPUs back from desktops that have ended, grants them to those that wait, and starts anew
 * those whose container has others than are theirs.
 */
@Component
class GpuRounds {
  private static final Logger log = LoggerFactory.getLogger(GpuRounds.class);

  /** Until the word of a guard counts: longer than a beacon may be on its way. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(6);

  /** Of a desktop {@code d}: something is under way that may bring it up. */
  private static final String COMES_UP =
      """
       exists (select 1 from operation o where o.desktop = d.id and o.ended_at is null
        and o.kind not in ('stop', 'delete', 'backup'))
      """;

  /** Desktops that run, or are about to, with fewer GPUs than they want. */
  private static final String WANTING =
      """
      with wanting as (
        select d.id, d.state, n.id as node from desktop d join node n on n.id = d.assigned_node
        where n.gpu_mode = 'exclusive' and d.deleted_at is null
          and (d.state in ('running', 'node-lost') or %s)
          and coalesce(d.gpus, 0) > (select count(*) from gpu_lease l where l.desktop = d.id
            and l.node = n.id and (l.epoch is null or l.epoch = d.assigned_epoch)))
      """
          .formatted(COMES_UP);

  private final JdbcClient database;
  private final TransactionOperations transactions;
  private final GpuLeases leases;
  private final OwnOperations operations;

  GpuRounds(
      JdbcClient database,
      TransactionOperations transactions,
      GpuLeases leases,
      OwnOperations operations) {
    this.database = database;
    this.transactions = transactions;
    this.leases = leases;
    this.operations = operations;
  }

  /** One round; several copies of this application may run it. */
  @Scheduled(fixedDelay = 2_000)
  void look() {
    transactions.executeWithoutResult(
        _ -> {
          leases.lock();
          endWishes();
          judge();
          free();
          queue();
          waitedFor().forEach(leases::serve);
          outdated().forEach(this::startAnew);
        });
  }

  /** Whose time is over wants none, unless something of it computes on a GPU as its node tells. */
  private void endWishes() {
    database
        .sql(
            """
            update desktop d set gpus = null, gpus_until = null where d.gpus_until < now()
              and not exists (select 1 from node n, jsonb_array_elements(n.metrics -> 'gpus') gpu,
                  jsonb_array_elements(gpu -> 'processes') process
                where n.id = d.assigned_node and process ->> 'desktop' = d.id)
            """)
        .update();
  }

  /**
   * Notes since when a desktop has no right to a lease: it is elsewhere, at rest or gone, or goes
   * on with fewer. An operation that may bring it back keeps all it has.
   */
  private void judge() {
    database
        .sql(
            """
            with judged as (
              select l.gpu, exists (
                select 1 from desktop d where d.id = l.desktop and d.deleted_at is null
                  and (%s or d.assigned_node = l.node
                      and (l.epoch is null or l.epoch = d.assigned_epoch)
                      and d.state not in ('stopping', 'stopped', 'failed', 'deleting', 'archived'))
                ) as rightful
              from gpu_lease l)
            update gpu_lease l set over_since = case when j.rightful then null else now() end
            from judged j where j.gpu = l.gpu and j.rightful = (l.over_since is not null)
            """
                .formatted(COMES_UP))
        .update();
  }

  /** The guard has said since that no container of the lease's epoch is left; or the node left. */
  private void free() {
    int freed =
        database
            .sql(
                """
                delete from gpu_lease l using node n where n.id = l.node
                  and l.over_since is not null
                  and (n.left_at is not null or n.beacon_at > l.over_since + make_interval(secs => ?)
                    and not exists (select 1 from jsonb_array_elements(n.beacon -> 'desktops') held
                      where held ->> 'desktop' = l.desktop
                        and (l.epoch is null or (held ->> 'epoch')::bigint <= l.epoch)
                        and held ->> 'activity' <> 'gone'))
                """)
            .param((double) ON_ITS_WAY.toSeconds())
            .update();
    if (freed > 0) {
      log.info("{} GPUs are free again", freed);
    }
  }

  /** Those that run and want more wait; the others do not. */
  private void queue() {
    database
        .sql(
            WANTING
                + """
                delete from gpu_wait w where not exists (
                  select 1 from wanting d where d.id = w.desktop and d.node = w.node)
                """)
        .update();
    database
        .sql(
            WANTING
                + """
                insert into gpu_wait (desktop, node)
                select id, node from wanting where state = 'running' on conflict do nothing
                """)
        .update();
  }

  private List<String> waitedFor() {
    return database
        .sql("select distinct node from gpu_wait")
        .query((r, _) -> r.getString(1))
        .list();
  }

  /**
   * Running desktops with other GPUs than are theirs, to which nobody is connected: what they run
   * ends when they start anew.
   */
  private List<String> outdated() {
    return database
        .sql(
            """
            select d.id from desktop d join node n on n.id = d.assigned_node
            where d.state = 'running' and d.wanted = 'running' and d.deleted_at is null
              and n.gpu_mode = 'exclusive'
              and not exists (select 1 from operation o
                where o.desktop = d.id and o.ended_at is null)
              and exists (select 1 from jsonb_array_elements(n.metrics -> 'desktops') told
                where n.metrics_at > now() - interval '20 seconds' and told ->> 'desktop' = d.id
                  and (told ->> 'epoch')::bigint = d.assigned_epoch
                  and (told ->> 'connections')::int = 0)
              and (exists (select 1 from gpu_lease l
                  where l.desktop = d.id and l.node = n.id and l.epoch is null)
                or (select count(*) from gpu_lease l where l.desktop = d.id and l.node = n.id
                  and l.epoch = d.assigned_epoch) > coalesce(d.gpus, 0))
            for update of d skip locked
            """)
        .query((r, _) -> r.getString(1))
        .list();
  }

  private void startAnew(String desktop) {
    log.info("Desktop {} starts anew with the GPUs that are its own now", desktop);
    operations.start(new DesktopId(desktop));
  }
}
