package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.idleness.Idleness;
import io.labvm.contract.idleness.UsedBy;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.desktops.IdlenessView.Stopped;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.settings.SettingsService;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the control application notes of use, and what members answer to it. */
@Service
class StoredIdleness implements IdlenessService {
  private static final String CAUSE =
      """
      select o.id, o.created_at, (o.cause ->> 'periodSeconds')::bigint as period,
        (o.cause ->> 'usedAt')::timestamptz as used_at, o.cause ->> 'usedBy' as used_by
      from operation o join desktop d on d.id = o.desktop where o.cause ->> 'rule' = 'unused'
      """;

  private final JdbcClient jdbc;
  private final DesktopRows rows;
  private final SettingsService settings;
  private final Audit audit;
  private final Clock clock;

  StoredIdleness(
      JdbcClient jdbc, DesktopRows rows, SettingsService settings, Audit audit, Clock clock) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.settings = settings;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public IdlenessView idleness(Caller caller, DesktopId desktop) {
    DesktopId known = known(caller, desktop);
    return jdbc.sql(
            """
            select unused_stop(d.id) as stops_at, u.used_at, u.used_by, d.locked_until,
              unused_period() as period
            from desktop d
              left join desktop_use u on u.desktop = d.id and u.epoch = d.assigned_epoch
            where d.id = ?
            """)
        .param(known.value())
        .query((rs, _) -> view(rs, stopped(known)))
        .single();
  }

  private IdlenessView view(ResultSet rs, @Nullable Stopped stopped) throws SQLException {
    Instant stopsAt = instant(rs, "stops_at");
    String usedBy = rs.getString("used_by");
    long period = rs.getLong("period");
    return new IdlenessView(
        stopsAt,
        stopsAt != null && near(stopsAt, Duration.ofSeconds(period)),
        period,
        instant(rs, "used_at"),
        usedBy == null ? null : UsedBy.fromWire(usedBy),
        Optional.ofNullable(instant(rs, "locked_until")).filter(this::isToCome).orElse(null),
        stopped);
  }

  /** A warning may be noted by a clock that is ahead of this one. */
  private boolean near(Instant stop, Duration period) {
    Duration left = Duration.between(clock.instant(), stop).minusMinutes(1);
    return Idleness.warnings(period).anyMatch(w -> left.compareTo(w) <= 0);
  }

  private boolean isToCome(Instant time) {
    return time.isAfter(clock.instant());
  }

  /** Of a desktop that has not been started since. */
  private @Nullable Stopped stopped(DesktopId desktop) {
    return jdbc.sql(
            CAUSE
                + """
                 and d.id = ? and d.state in ('stopping', 'stopped') and not exists (
                  select 1 from operation later where later.desktop = d.id
                    and later.kind in ('start', 'stop') and later.created_at > o.created_at)
                """)
        .param(desktop.value())
        .query(StoredIdleness::cause)
        .optional()
        .orElse(null);
  }

  private static Stopped cause(ResultSet rs, int number) throws SQLException {
    return new Stopped(
        rs.getString("id"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant(),
        rs.getLong("period"),
        rs.getObject("used_at", OffsetDateTime.class).toInstant(),
        UsedBy.fromWire(rs.getString("used_by")));
  }

  @Override
  public Optional<Stopped> cause(Caller caller, OperationId operation) {
    return jdbc.sql(CAUSE + " and o.id = :id and (d.owner = :caller or :admin)")
        .param("id", operation.value())
        .param("caller", caller.account().value())
        .param("admin", caller.admin())
        .query(StoredIdleness::cause)
        .optional();
  }

  @Override
  @Transactional
  public IdlenessView extend(Caller caller, DesktopId desktop) {
    DesktopId known = known(caller, desktop);
    rows.lock(known);
    requireNoStop(known);
    if (beginPeriod(known, " and unused_stop(desktop) is not null") == 0) {
      throw ProblemException.of(
          ProblemCode.WRONG_STATE, "It is not stopped when nobody uses it, or does not run.");
    }
    audit.record(caller, "keep-running", known.value());
    return idleness(caller, known);
  }

  private int beginPeriod(DesktopId desktop, String condition) {
    return jdbc.sql("update desktop_use set counted_from = now() where desktop = ?" + condition)
        .param(desktop.value())
        .update();
  }

  @Override
  @Transactional
  public IdlenessView lock(Caller caller, DesktopId desktop, Instant until) {
    DesktopId known = known(caller, desktop);
    Instant last = clock.instant().plus(Duration.ofDays(mostLockDays()));
    if (!isToCome(until) || until.isAfter(last)) {
      throw ProblemException.invalid(
          List.of(
              new FieldProblem(
                  "until", "out-of-range", "A time within " + mostLockDays() + " days.")));
    }
    rows.lock(known);
    requireNoStop(known);
    setLock(known, until);
    audit.record(caller, "lock-desktop", known.value());
    return idleness(caller, known);
  }

  @Override
  @Transactional
  public IdlenessView unlock(Caller caller, DesktopId desktop) {
    DesktopId known = known(caller, desktop);
    rows.lock(known);
    setLock(known, null);
    int _ = beginPeriod(known, "");
    audit.record(caller, "unlock-desktop", known.value());
    return idleness(caller, known);
  }

  private void requireNoStop(DesktopId desktop) {
    if (rows.open(desktop, OperationKind.STOP).isPresent()) {
      throw ProblemException.of(ProblemCode.WRONG_STATE, "It is being stopped already.");
    }
  }

  /** Who waits for the stop is told soon that it has changed. */
  private void setLock(DesktopId desktop, @Nullable Instant until) {
    jdbc.sql("update desktop set locked_until = :until where id = :id")
        .param("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
        .param("id", desktop.value())
        .update();
    jdbc.sql("update desktop_use set known_period = null where desktop = ?")
        .param(desktop.value())
        .update();
  }

  @Override
  public UnusedPreview preview(Caller caller, int hours) {
    caller.requireAdmin();
    return jdbc.sql(
            """
            with rests as (
              select desktop, ended_at - began_at as length from desktop_pause
              where ended_at > now() - interval '7 days'
              union all
              select d.id, now() - u.used_at from desktop d
                join desktop_use u on u.desktop = d.id and u.epoch = d.assigned_epoch
              where d.state = 'running' and d.deleted_at is null
              union all
              select desktop, created_at - (cause ->> 'usedAt')::timestamptz from operation
              where cause ->> 'rule' = 'unused' and created_at > now() - interval '7 days')
            select count(*), count(distinct desktop) from rests
            where length >= make_interval(hours => ?)
            """)
        .param(hours)
        .query((rs, _) -> new UnusedPreview(hours, rs.getInt(1), rs.getInt(2)))
        .single();
  }

  @Override
  public int mostLockDays() {
    return settings.current().mostLockDays();
  }

  private DesktopId known(Caller caller, DesktopId desktop) {
    return rows.find(caller, desktop).orElseThrow(() -> ProblemException.notFound("desktop")).id();
  }

  private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
