package io.labvm.control.node;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.NodeNews;
import io.labvm.contract.desktop.RunningAt;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.control.ControlProperties;
import io.labvm.control.outbox.OwnOperations;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells desktops that their node is lost, and those that still run there when it answers again. One
 * that does not run any more is started by {@link Recovery}, one whose stop broke off is stopped.
 * Where an admin wants it so, desktops start elsewhere by themselves when their node has been lost
 * for some minutes.
 */
@Component
class NodeWatch {
  private static final Logger log = LoggerFactory.getLogger(NodeWatch.class);

  /** What it was told last has had the time to show. */
  private static final String TOLD =
      """
       and d.deleted_at is null
        and not exists (select 1 from outbox told where told.desktop = d.id
          and (told.sent_at is null
            or told.command in ('note-node', 'adopt') and told.sent_at > now() - interval '10 seconds'))
      """;

  /** Node {@code n}, guard and agent; the agent has sent figures since it looked over all. */
  private static final String ANSWERS =
      """
       and n.left_at is null
        and n.beacon_at > now() - interval '10 seconds' and n.agent_age_ms < 10000
        and n.metrics_at > now() - interval '15 seconds'
      """;

  /** And nobody works on it. */
  private static final String IDLE =
      TOLD
          + """
             and d.current_operation is null
              and not exists (select 1 from operation o
                where o.desktop = d.id and o.ended_at is null)
            """;

  /** Nor what would wait for a lost node in vain, and is ended by the news. */
  private static final String CAN_BE_LOST =
      TOLD
          + """
             and not exists (select 1 from operation o
                where o.desktop = d.id and o.ended_at is null
                  and o.kind not in ('backup', 'copy-back'))
            """;

  private final JdbcClient database;
  private final ControlProperties properties;
  private final NodeLiveness liveness;
  private final TransactionOperations transactions;
  private final OwnOperations operations;

  NodeWatch(
      JdbcClient database,
      ControlProperties properties,
      NodeLiveness liveness,
      TransactionOperations transactions,
      OwnOperations operations) {
    this.database = database;
    this.properties = properties;
    this.liveness = liveness;
    this.transactions = transactions;
    this.operations = operations;
  }

  private record Placed(String desktop, String node) {}

  /** One look; one pool thread calls it, never two at a time. */
  @Scheduled(fixedDelay = 2_000)
  void look() {
    Map<String, List<Placed>> silent =
        onSilentNodes().stream().collect(Collectors.groupingBy(Placed::node));
    silent.forEach(
        (node, placed) -> {
          if (!liveness.alive(new NodeId(node))) {
            log.warn("Node {} is lost, with {} desktops", node, placed.size());
            placed.forEach(each -> tell(each, true));
          }
        });
    runningAgain().forEach(each -> tell(each, false));
    runningUnknown().forEach(this::adopt);
    toBeStopped().forEach(each -> transactions.executeWithoutResult(_ -> stop(each)));
    for (Placed each : lostForLong()) {
      if (!liveness.alive(new NodeId(each.node()))) {
        transactions.executeWithoutResult(_ -> startElsewhere(each));
      }
    }
  }

  /**
   * A first look at beacons alone, so that the workers of nodes that are well are not asked for.
   */
  private List<Placed> onSilentNodes() {
    return database
        .sql(
            """
            select d.id, d.node from desktop d join node n on n.id = d.node
            where (d.state = 'running' or d.state = 'failed' and d.wanted = 'running'
                and d.assigned_node = d.node and exists (select 1 from operation born
                  where born.desktop = d.id and born.kind in ('register', 'start')
                    and born.state = 'succeeded'))
              and (n.left_at is not null or n.beacon_at is null
              or n.beacon_at < now() - make_interval(secs => :age) or n.agent_age_ms > :agent)
            """
                + CAN_BE_LOST)
        .param("age", properties.nodeLostAfter().toMillis() / 1000.0)
        .param("agent", properties.agentLostAfter().toMillis())
        .query((r, _) -> new Placed(r.getString(1), r.getString(2)))
        .list();
  }

  /** The agent has sent figures, so it has looked over what runs there. */
  private List<Placed> runningAgain() {
    return database
        .sql(
            """
            select d.id, d.node from desktop d join node n on n.id = d.node
            where d.state = 'node-lost' and d.wanted <> 'stopped' and d.assigned_node = d.node
              and exists (select 1 from jsonb_array_elements(n.beacon -> 'desktops') held
                where held ->> 'desktop' = d.id and held ->> 'activity' = 'running'
                  and (held ->> 'epoch')::bigint = d.assigned_epoch)
            """
                + ANSWERS
                + IDLE)
        .query((r, _) -> new Placed(r.getString(1), r.getString(2)))
        .list();
  }

  /** Their stop broke off when the node was lost; it answers again. */
  private List<Placed> toBeStopped() {
    return database
        .sql(
            """
            select d.id, d.node from desktop d join node n on n.id = d.node
            where d.state = 'node-lost' and d.wanted = 'stopped'
              and (select count(*) from operation o where o.desktop = d.id and o.kind = 'stop'
                and o.requested_by = :system and o.created_at > now() - interval '1 hour') < :limit
            """
                + ANSWERS
                + IDLE)
        .param("system", OperationRequest.SYSTEM)
        .param("limit", properties.recoveriesPerHour())
        .query((r, _) -> new Placed(r.getString(1), r.getString(2)))
        .list();
  }

  private void stop(Placed placed) {
    if (isStillLost(placed)) {
      log.warn("Desktop {} is stopped: node {} answers again", placed.desktop(), placed.node());
      OperationId operation = new OperationId(UUID.randomUUID().toString());
      operations.queue(
          new DesktopId(placed.desktop()),
          new OperationRequest(operation, OperationKind.STOP, OperationRequest.SYSTEM, false));
    }
  }

  private record Unknown(String desktop, RunningAt at) {}

  /**
   * Epochs only grow: whoever runs at a newer one than is assigned was started by a control plane
   * that knew more, before this one was restored from a backup.
   */
  private List<Unknown> runningUnknown() {
    return database
        .sql(
            """
            select d.id, n.id, (held ->> 'epoch')::bigint
            from node n cross join jsonb_array_elements(n.beacon -> 'desktops') held
              join desktop d on d.id = held ->> 'desktop'
            where n.left_at is null and n.beacon_at > now() - interval '10 seconds'
              and n.agent_age_ms < 10000 and held ->> 'activity' = 'running'
              and ((held ->> 'epoch')::bigint > d.assigned_epoch
                or d.state = 'failed' and n.id <> d.node
                  and (held ->> 'epoch')::bigint = d.assigned_epoch)
            """
                + IDLE)
        .query(
            (r, _) ->
                new Unknown(
                    r.getString(1), new RunningAt(new NodeId(r.getString(2)), r.getLong(3))))
        .list();
  }

  private void adopt(Unknown unknown) {
    log.warn(
        "Desktop {} runs on node {} at epoch {}, which is not known here: is the database of an"
            + " older backup?",
        unknown.desktop(),
        unknown.at().node(),
        unknown.at().epoch());
    operations.adopt(new DesktopId(unknown.desktop()), unknown.at());
  }

  /** None unless it is wanted; a desktop that cannot start anywhere is tried some times an hour. */
  private List<Placed> lostForLong() {
    return database
        .sql(
            """
            select d.id, d.node from desktop d join node n on n.id = d.node
              join setting wanted on wanted.key = 'start-elsewhere-minutes' and wanted.value <> '0'
            where d.state = 'node-lost' and d.wanted = 'running'
              and least(n.beacon_at, n.beacon_at - make_interval(secs => n.agent_age_ms / 1000.0))
                < now() - make_interval(mins => wanted.value::integer)
              and (select count(*) from operation o where o.desktop = d.id and o.kind = 'switch'
                and o.requested_by = :system and o.created_at > now() - interval '1 hour') < :limit
            """
                + IDLE)
        .param("system", OperationRequest.SYSTEM)
        .param("limit", properties.recoveriesPerHour())
        .query((r, _) -> new Placed(r.getString(1), r.getString(2)))
        .list();
  }

  /** Several copies of this application may look: the row lock lets one of them act. */
  private boolean isStillLost(Placed placed) {
    return database
        .sql(
            "select 1 from desktop d where id = ? and state = 'node-lost' and not exists (select"
                + " 1 from operation o where o.desktop = d.id and o.ended_at is null)"
                + " for update of d skip locked")
        .param(placed.desktop())
        .query((_, _) -> true)
        .optional()
        .isPresent();
  }

  private void startElsewhere(Placed lost) {
    if (isStillLost(lost)) {
      log.warn("Desktop {} starts elsewhere: node {} is lost", lost.desktop(), lost.node());
      OperationId operation = new OperationId(UUID.randomUUID().toString());
      operations.queue(
          new DesktopId(lost.desktop()),
          OperationRequest.switching(operation, OperationRequest.SYSTEM, null));
    }
  }

  private void tell(Placed placed, boolean lost) {
    NodeId node = new NodeId(placed.node());
    operations.note(new DesktopId(placed.desktop()), new NodeNews(node, lost));
  }
}
