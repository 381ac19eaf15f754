package io.labvm.ui.nodes;

import io.labvm.contract.drain.DrainState;
import io.labvm.nodechannel.NodeMetrics;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The table of nodes. */
@Component
class NodeRows {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  NodeRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * A node as the database has it.
   *
   * @param drain state of its last drain; null when there was none
   * @param home whether that brought desktops back
   */
  record NodeRow(
      String id,
      boolean schedulable,
      boolean sharedMachine,
      @Nullable Instant beaconAt,
      @Nullable Long agentAgeMillis,
      @Nullable NodeMetrics metrics,
      @Nullable Instant metricsAt,
      int desktops,
      @Nullable DrainState drain,
      boolean home) {}

  List<NodeRow> present() {
    return jdbc.sql(
            """
            select n.id, n.schedulable, n.shared_machine, n.beacon_at, n.agent_age_ms, n.metrics_at,
              -- of desktops nothing is shown here, and they are most of it
              n.metrics - 'sync' - 'leftBehind' || '{"desktops": []}' as metrics,
              (select count(*) from desktop d
                where d.node = n.id and d.deleted_at is null) as desktops,
              r.state as drain, r.home
            from node n left join lateral (select state, home from drain
              where drain.node = n.id order by created_at desc limit 1) r on true
            where n.left_at is null order by n.id""")
        .query(this::row)
        .list();
  }

  boolean exists(String node) {
    return jdbc.sql("select count(*) from node where id = ? and left_at is null")
            .param(node)
            .query(Long.class)
            .single()
        > 0;
  }

  /** False when there is no such node. */
  boolean setSchedulable(String node, boolean schedulable) {
    return jdbc.sql("update node set schedulable = ? where id = ? and left_at is null")
            .params(schedulable, node)
            .update()
        == 1;
  }

  void insertJoinToken(String sha256, String node, OffsetDateTime expiresAt) {
    jdbc.sql("insert into node_join_token (sha256, node, expires_at) values (?, ?, ?)")
        .params(sha256, node, expiresAt)
        .update();
  }

  private NodeRow row(ResultSet rs, int number) throws SQLException {
    String metrics = rs.getString("metrics");
    String drain = rs.getString("drain");
    return new NodeRow(
        rs.getString("id"),
        rs.getBoolean("schedulable"),
        rs.getBoolean("shared_machine"),
        instant(rs, "beacon_at"),
        rs.getObject("agent_age_ms", Long.class),
        metrics == null ? null : json.readValue(metrics, NodeMetrics.class),
        instant(rs, "metrics_at"),
        rs.getInt("desktops"),
        drain == null ? null : DrainState.fromWire(drain),
        rs.getBoolean("home"));
  }

  private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime time = rs.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
