package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.operations.OpaqueIds;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.operations.RequestKeys;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
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

/** Plans in the database, from where the control application takes them. */
@Service
class StoredPlannedSwitches implements PlannedSwitchService {
  private static final Duration LONGEST = Duration.ofDays(30);

  private final JdbcClient jdbc;
  private final DesktopRows rows;
  private final StoredSwitches switches;
  private final WaitingPlans waiting;
  private final RequestKeys keys;
  private final Audit audit;
  private final Clock clock;

  StoredPlannedSwitches(
      JdbcClient jdbc,
      DesktopRows rows,
      StoredSwitches switches,
      WaitingPlans waiting,
      RequestKeys keys,
      Audit audit,
      Clock clock) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.switches = switches;
    this.waiting = waiting;
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  @Transactional
  public PlannedSwitchView plan(
      Caller caller,
      DesktopId desktop,
      @Nullable String node,
      @Nullable Instant at,
      RequestKey key) {
    switches.requireOther(caller, desktop, node);
    String content = "plan switch " + desktop + " " + node + " " + at;
    RequestKeys.Request request = new RequestKeys.Request(caller.actorId(), key, content);
    String id = keys.once(request, String.class, () -> insert(caller, desktop, node, at));
    return jdbc.sql("select * from planned_switch where id = ?")
        .param(id)
        .query(StoredPlannedSwitches::view)
        .single();
  }

  private String insert(
      Caller caller, DesktopId desktop, @Nullable String node, @Nullable Instant at) {
    Instant now = clock.instant();
    if (at != null && (at.isBefore(now) || at.isAfter(now.plus(LONGEST)))) {
      throw ProblemException.invalid(
          List.of(new FieldProblem("at", "out-of-range", "A time within the next 30 days.")));
    }
    rows.lock(desktop);
    DesktopPhase phase = known(caller, desktop).phase();
    if (!DesktopPhase.SAFELY_MOVABLE.contains(phase)) {
      throw ProblemException.of(
          ProblemCode.WRONG_STATE, "The desktop is " + phase.wire() + "; it cannot be switched.");
    }
    boolean _ = waiting.cancel(desktop);
    String id = OpaqueIds.next();
    jdbc.sql(
            "insert into planned_switch (id, desktop, to_node, due_at, requested_by)"
                + " values (:id, :desktop, :node, :at, :by)")
        .param("id", id)
        .param("desktop", desktop.value())
        .param("node", node)
        .param("at", at == null ? null : at.atOffset(ZoneOffset.UTC))
        .param("by", caller.actorId())
        .update();
    audit.record(caller, "plan-switch", desktop.value());
    return id;
  }

  @Override
  public Optional<PlannedSwitchView> planned(Caller caller, DesktopId desktop) {
    DesktopId known = known(caller, desktop).id();
    return jdbc.sql(
            """
            select * from (select * from planned_switch where desktop = ?
              order by created_at desc limit 1) last
            where state = 'waiting'
              or state = 'failed' and ended_at > now() - interval '1 day'""")
        .param(known.value())
        .query(StoredPlannedSwitches::view)
        .optional();
  }

  @Override
  @Transactional
  public void cancelPlan(Caller caller, DesktopId desktop) {
    DesktopId known = known(caller, desktop).id();
    rows.lock(known);
    if (!waiting.cancel(known)) {
      throw ProblemException.of(ProblemCode.WRONG_STATE, "No planned switch waits.");
    }
    audit.record(caller, "cancel-planned-switch", known.value());
  }

  private DesktopRow known(Caller caller, DesktopId desktop) {
    return rows.find(caller, desktop).orElseThrow(() -> ProblemException.notFound("desktop"));
  }

  private static PlannedSwitchView view(ResultSet rs, int number) throws SQLException {
    OffsetDateTime due = rs.getObject("due_at", OffsetDateTime.class);
    String reason = rs.getString("reason");
    return new PlannedSwitchView(
        rs.getString("id"),
        rs.getString("to_node"),
        due == null ? null : due.toInstant(),
        PlannedSwitchView.State.fromWire(rs.getString("state")),
        reason == null ? null : PlannedSwitchView.Reason.fromWire(reason),
        rs.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
