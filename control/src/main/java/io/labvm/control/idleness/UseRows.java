package io.labvm.control.idleness;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.idleness.UsedBy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** When desktops were used last, in the database. */
@Component
class UseRows {
  /**
   * Of all that live, or of one; a node that is silent for 20 s says nothing. Nodes name at most 16
   * processes of a GPU.
   */
  private static final String SELECT =
      """
      select d.id, d.assigned_epoch, now() as now, n.metrics_at, (told ->> 'cpu')::float8 as cpu,
        (told #>> '{counts,cpuSeconds}')::float8 as told_seconds,
        (told ->> 'connections')::int as connections,
        (told ->> 'inputMillisAgo')::bigint as input_ago, told is not null as tells,
        exists (select 1 from jsonb_array_elements(n.metrics -> 'gpus') gpu,
            jsonb_array_elements(gpu -> 'processes') process
          where process ->> 'desktop' = d.id) as gpu,
        n.metrics ->> 'gpuProblem' is not null or exists (
          select 1 from jsonb_array_elements(n.metrics -> 'gpus') gpu
          where jsonb_array_length(gpu -> 'processes') >= 16) as gpu_unknown,
        u.epoch, u.told_at, u.cpu_seconds, u.used_at, u.used_by
      from desktop d
        left join node n on n.id = d.assigned_node
          and n.metrics_at > now() - interval '20 seconds'
        left join lateral (
          select each as told from jsonb_array_elements(n.metrics -> 'desktops') each
          where each ->> 'desktop' = d.id
            and (each ->> 'epoch')::bigint = d.assigned_epoch limit 1) of_node on true
        left join desktop_use u on u.desktop = d.id
      where d.deleted_at is null
        and d.state in ('starting', 'running', 'switching', 'restoring', 'node-lost')
        and (:desktop::text is null or d.id = :desktop)
      order by d.id
      """;

  private static final Duration LEAST_PAUSE = Duration.ofHours(1);

  private final JdbcClient database;

  UseRows(JdbcClient database) {
    this.database = database;
  }

  private record Looked(String desktop, @Nullable Use before, Use use) {}

  /** Looks at all desktops. */
  void look() {
    look((String) null);
    database.sql("delete from desktop_pause where ended_at < now() - interval '8 days'").update();
  }

  /** Looks at one; nothing when it does not live. */
  void look(DesktopId desktop) {
    look(desktop.value());
  }

  private void look(@Nullable String desktop) {
    database
        .sql(SELECT)
        .param("desktop", desktop)
        .query((r, _) -> looked(r))
        .list()
        .forEach(this::keep);
  }

  private static Looked looked(ResultSet r) throws SQLException {
    long epoch = r.getLong("assigned_epoch");
    Instant now = time(r, "now");
    Use.Told told = r.getBoolean("tells") ? told(r) : null;
    Use before = before(r);
    Use same = before == null || before.epoch() != epoch ? null : before;
    Use use = same == null ? Use.begun(epoch, told, now) : same.next(told, now);
    return new Looked(r.getString("id"), same, use);
  }

  private static Use.Told told(ResultSet r) throws SQLException {
    Long inputAgo = r.getObject("input_ago", Long.class);
    return new Use.Told(
        time(r, "metrics_at"),
        r.getDouble("cpu"),
        r.getObject("told_seconds", Double.class),
        r.getBoolean("gpu") ? Boolean.TRUE : r.getBoolean("gpu_unknown") ? null : Boolean.FALSE,
        r.getInt("connections"),
        inputAgo == null ? null : Duration.ofMillis(inputAgo));
  }

  private static @Nullable Use before(ResultSet r) throws SQLException {
    String by = r.getString("used_by");
    return by == null
        ? null
        : new Use(
            r.getLong("epoch"),
            time(r, "told_at"),
            r.getObject("cpu_seconds", Double.class),
            time(r, "used_at"),
            UsedBy.fromWire(by));
  }

  private static Instant time(ResultSet r, String column) throws SQLException {
    return r.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** Unless somebody has looked later since; several may look at the same time. */
  private void keep(Looked looked) {
    Use use = looked.use();
    if (looked.before() != null) {
      keepPause(looked.desktop(), looked.before(), use);
    }
    database
        .sql(
            """
            insert into desktop_use (desktop, epoch, told_at, cpu_seconds, used_at, used_by)
            values (:desktop, :epoch, :told, :seconds, :used, :by)
            on conflict (desktop) do update set epoch = excluded.epoch, told_at = excluded.told_at,
              cpu_seconds = excluded.cpu_seconds, used_at = excluded.used_at,
              used_by = excluded.used_by
            where desktop_use.epoch < excluded.epoch or desktop_use.told_at <= excluded.told_at
              and desktop_use.used_at <= excluded.used_at
            """)
        .param("desktop", looked.desktop())
        .param("epoch", use.epoch())
        .param("told", use.toldAt().atOffset(ZoneOffset.UTC))
        .param("seconds", use.cpuSeconds())
        .param("used", use.usedAt().atOffset(ZoneOffset.UTC))
        .param("by", use.by().wire())
        .update();
  }

  /** One that has ended just now; shorter ones are of no interest. */
  private void keepPause(String desktop, Use before, Use next) {
    Instant end = before.restedUntil(next);
    if (Duration.between(before.usedAt(), end).compareTo(LEAST_PAUSE) >= 0
        && next.usedAt().isAfter(before.usedAt())) {
      database
          .sql(
              "insert into desktop_pause (desktop, began_at, ended_at) values (?, ?, ?)"
                  + " on conflict do nothing")
          .params(desktop, before.usedAt().atOffset(ZoneOffset.UTC), end.atOffset(ZoneOffset.UTC))
          .update();
    }
  }
}
