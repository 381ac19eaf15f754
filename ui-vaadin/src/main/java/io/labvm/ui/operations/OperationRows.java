package io.labvm.ui.operations;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepError;
import io.labvm.contract.operation.StepSnapshot;
import io.labvm.ui.accounts.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of operations; every query is narrowed to what the caller may see. */
@Component
class OperationRows {
  private static final String SELECT =
      """
      select o.id, o.desktop, owner.login as owner_login, o.kind, o.state,
        coalesce(asker.login, o.requested_by) as asked_by, o.created_at, o.started_at, o.ended_at,
        o.steps, o.error, o.result, d.state as desktop_state, d.deleted_at
      from operation o
      join desktop d on d.id = o.desktop
      join account owner on owner.id = d.owner
      left join account asker on asker.id = o.requested_by
      where (d.owner = :caller or :admin)
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  OperationRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Optional<OperationRow> find(Caller caller, String operation) {
    return query(caller, " and o.id = :id").param("id", operation).query(this::row).optional();
  }

  List<OperationRow> ofDesktop(Caller caller, DesktopId desktop, int limit) {
    return query(caller, " and o.desktop = :desktop order by o.created_at desc, o.id limit :limit")
        .param("desktop", desktop.value())
        .param("limit", limit)
        .query(this::row)
        .list();
  }

  Optional<OperationRow> newest(
      Caller caller, DesktopId desktop, OperationKind kind, Duration within) {
    return query(
            caller,
            """
             and o.desktop = :desktop and o.kind = :kind
              and o.created_at > now() - make_interval(secs => :within)
              order by o.created_at desc, o.id limit 1""")
        .param("desktop", desktop.value())
        .param("kind", kind.wire())
        .param("within", within.toSeconds())
        .query(this::row)
        .optional();
  }

  List<OperationRow> recent(Caller caller, int limit) {
    return query(caller, " order by o.created_at desc, o.id limit :limit")
        .param("limit", limit)
        .query(this::row)
        .list();
  }

  private JdbcClient.StatementSpec query(Caller caller, String rest) {
    return jdbc.sql(SELECT + rest)
        .param("caller", caller.account().value())
        .param("admin", caller.admin());
  }

  /** Time of the last success of this kind, the desktop's own before any other's. */
  Optional<Duration> lastDuration(DesktopId desktop, OperationKind kind) {
    return jdbc.sql(
            """
            select extract(epoch from ended_at - started_at) from operation
            where kind = ? and state = 'succeeded' and started_at is not null
              and ended_at is not null
            order by desktop = ? desc, ended_at desc limit 1""")
        .params(kind.wire(), desktop.value())
        .query(Double.class)
        .optional()
        .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private OperationRow row(ResultSet rs, int number) throws SQLException {
    String error = rs.getString("error");
    String result = rs.getString("result");
    return new OperationRow(
        new OperationId(rs.getString("id")),
        new DesktopId(rs.getString("desktop")),
        rs.getString("owner_login"),
        OperationKind.fromWire(rs.getString("kind")),
        OperationState.fromWire(rs.getString("state")),
        rs.getString("asked_by"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(rs, "started_at"),
        instant(rs, "ended_at"),
        json.readValue(rs.getString("steps"), new TypeReference<List<StepSnapshot>>() {}),
        error == null ? null : json.readValue(error, StepError.class),
        result == null ? null : json.readValue(result, OperationResult.class),
        DesktopPhase.fromWire(rs.getString("desktop_state")),
        rs.getObject("deleted_at") != null);
  }

  private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime time = rs.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
