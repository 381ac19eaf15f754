package io.labvm.ui.left;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.left.LeftChanges.LeftPlace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the nodes tell of left-behind changes, with their figures. */
@Component
class LeftRows {
  private static final String SELECT =
      """
      select n.id as node, n.relay_host, (n.metrics ->> 'readingPort')::integer as port,
        n.metrics_at, told ->> 'id' as id, (told ->> 'sinceMillis')::bigint as since,
        (told ->> 'keptUntilMillis')::bigint as kept_until, (told ->> 'names')::bigint as names,
        (told ->> 'bytes')::bigint as bytes, (told ->> 'complete')::boolean as complete
      from node n, jsonb_array_elements(n.metrics -> 'leftBehind') told
      where n.left_at is null and told ->> 'desktop' = ?
      order by since desc, id
      """;

  private final JdbcClient jdbc;

  LeftRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One, and where it is read.
   *
   * @param endpoint null of a node that lets nobody read
   */
  record Row(LeftView view, NodeReading.@Nullable Endpoint endpoint) {}

  List<Row> of(DesktopId desktop) {
    return jdbc.sql(SELECT).param(desktop.value()).query(LeftRows::row).list();
  }

  Optional<Row> find(LeftPlace left) {
    return of(left.desktop()).stream().filter(row -> row.view().id().equals(left.id())).findFirst();
  }

  private static Row row(ResultSet rs, int number) throws SQLException {
    LeftView view =
        new LeftView(
            rs.getString("id"),
            rs.getString("node"),
            Instant.ofEpochMilli(rs.getLong("since")),
            Instant.ofEpochMilli(rs.getLong("kept_until")),
            rs.getLong("names"),
            rs.getLong("bytes"),
            rs.getBoolean("complete"),
            rs.getObject("metrics_at", OffsetDateTime.class).toInstant());
    String host = rs.getString("relay_host");
    Integer port = rs.getObject("port", Integer.class);
    return new Row(
        view,
        host == null || port == null ? null : new NodeReading.Endpoint(view.node(), host, port));
  }

  /** Takes one out of what its node told, until it tells anew. */
  void forget(LeftPlace left, String node) {
    jdbc.sql(
            """
            update node set metrics = jsonb_set(metrics, '{leftBehind}',
              (select coalesce(jsonb_agg(told), '[]'::jsonb)
                from jsonb_array_elements(metrics -> 'leftBehind') told
                where not (told ->> 'desktop' = :desktop and told ->> 'id' = :id)))
            where id = :node""")
        .param("desktop", left.desktop().value())
        .param("id", left.id())
        .param("node", node)
        .update();
  }
}
