package io.labvm.control.node;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.NodeNews;
import io.labvm.contract.node.NodeId;
import io.labvm.control.ControlProperties;
import io.labvm.control.outbox.OwnOperations;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells desktops that their node is lost, and those that still run there when it answers again. One
 * that does not run any more is started by {@link Recovery}.
 */
@Component
class NodeWatch {
  private static final Logger log = LoggerFactory.getLogger(NodeWatch.class);

  /** Nobody works on it, and what it was told last has had the time to show. */
  private static final String IDLE =
      """
       and d.deleted_at is null and d.current_operation is null
        and not exists (select 1 from operation o where o.desktop = d.id and o.ended_at is null)
        and not exists (select 1 from outbox told where told.desktop = d.id
          and (told.sent_at is null
            or told.command = 'note-node' and told.sent_at > now() - interval '10 seconds'))
      """;

  private final JdbcClient database;
  private final ControlProperties properties;
  private final NodeLiveness liveness;
  private final OwnOperations operations;

  NodeWatch(
      JdbcClient database,
      ControlProperties properties,
      NodeLiveness liveness,
      OwnOperations operations) {
    this.database = database;
    this.properties = properties;
    this.liveness = liveness;
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
            log.warn("Node {} is lost, with {} running desktops", node, placed.size());
            placed.forEach(each -> tell(each, true));
          }
        });
    runningAgain().forEach(each -> tell(each, false));
  }

  /** A first look at beacons alone, so that the workers of nodes that are well are not asked for. */
  private List<Placed> onSilentNodes() {
    return database
        .sql(
            """
            select d.id, d.node from desktop d join node n on n.id = d.node
            where d.state = 'running' and (n.left_at is not null or n.beacon_at is null
              or n.beacon_at < now() - make_interval(secs => :age))
            """
                + IDLE)
        .param("age", properties.nodeLostAfter().toMillis() / 1000.0)
        .query((r, _) -> new Placed(r.getString(1), r.getString(2)))
        .list();
  }

  /** The agent has sent figures, so it has looked over what runs there. */
  private List<Placed> runningAgain() {
    return database
        .sql(
            """
            select d.id, d.node from desktop d join node n on n.id = d.node
            where d.state = 'node-lost' and d.assigned_node = d.node and n.left_at is null
              and n.beacon_at > now() - interval '10 seconds' and n.agent_age_ms < 10000
              and n.metrics_at > now() - interval '15 seconds'
              and exists (select 1 from jsonb_array_elements(n.beacon -> 'desktops') held
                where held ->> 'desktop' = d.id and held ->> 'activity' = 'running'
                  and (held ->> 'epoch')::bigint = d.assigned_epoch)
            """
                + IDLE)
        .query((r, _) -> new Placed(r.getString(1), r.getString(2)))
        .list();
  }

  private void tell(Placed placed, boolean lost) {
    NodeId node = new NodeId(placed.node());
    operations.note(new DesktopId(placed.desktop()), new NodeNews(node, lost));
  }
}
