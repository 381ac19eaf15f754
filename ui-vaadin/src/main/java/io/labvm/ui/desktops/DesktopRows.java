package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.desktop.Origin;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.ui.accounts.AccountId;
import io.labvm.ui.accounts.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of desktops; deleted ones are left out. */
@Component
class DesktopRows {
  private static final String SELECT =
      """
      select d.*, owner.login as owner_login, owner.display_name as owner_name,
        vnc.port as vnc_port, ssh.port as ssh_port, open.id as open_operation,
        coalesce((sync.told ->> 'oldestUnshippedMillis')::bigint,
          case when d.state = 'node-lost' then sync.at end) as unshipped_since,
        (sync.told ->> 'files')::bigint as unshipped_files,
        (sync.told ->> 'bytes')::bigint as unshipped_bytes,
        d.badges || case when (sync.told ->> 'behindSinceMillis')::bigint
            < extract(epoch from now()) * 1000 - 15000
          then array['sync-behind'] else '{}' end
          || case when run.gpu_problem is not null then array['gpu-lost'] else '{}' end
          as all_badges,
        case when d.state = 'node-lost' and d.wanted = 'running'
          then placed.beacon_at + make_interval(mins => elsewhere.value::integer)
            - make_interval(secs =>
                case when placed.agent_age_ms > 60000 then placed.agent_age_ms else 0 end / 1000.0)
          end as starts_elsewhere_at
      from desktop d
      join account owner on owner.id = d.owner
      left join node placed on placed.id = d.node
      left join setting elsewhere on elsewhere.key = 'start-elsewhere-minutes'
        and elsewhere.value <> '0'
      left join address vnc on vnc.desktop = d.id and vnc.kind = 'vnc'
      left join address ssh on ssh.desktop = d.id and ssh.kind = 'ssh'
      left join lateral (
        select id from operation o where o.desktop = d.id and o.ended_at is null
          and o.state in ('queued', 'waiting', 'running')
        order by (o.state <> 'queued') desc, o.created_at limit 1) open on true
      left join lateral (
        select told, (extract(epoch from n.metrics_at) * 1000)::bigint as at
        from node n, jsonb_array_elements(n.metrics -> 'sync') told
        where n.id = d.node and told ->> 'desktop' = d.id limit 1) sync on true
      left join lateral (
        select told ->> 'gpuProblem' as gpu_problem
        from node n, jsonb_array_elements(n.metrics -> 'desktops') as of_node (told)
        where n.id = d.node and d.state = 'running' and told ->> 'desktop' = d.id
          and (told ->> 'epoch')::bigint = d.assigned_epoch limit 1) run on true
      where d.deleted_at is null
      """;

  private final JdbcClient jdbc;

  DesktopRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<DesktopRow> ownedBy(AccountId owner) {
    return jdbc.sql(SELECT + " and d.owner = ? order by d.created_at, d.id")
        .param(owner.value())
        .query(this::row)
        .list();
  }

  List<DesktopRow> all() {
    return jdbc.sql(SELECT + " order by owner.login, d.created_at, d.id").query(this::row).list();
  }

  /** The desktop if the caller may see it. */
  Optional<DesktopRow> find(Caller caller, DesktopId desktop) {
    return jdbc.sql(SELECT + " and d.id = :id and (d.owner = :caller or :admin)")
        .param("id", desktop.value())
        .param("caller", caller.account().value())
        .param("admin", caller.admin())
        .query(this::row)
        .optional();
  }

  /** Two commands to one desktop take turns until the end of the transaction. */
  void lock(DesktopId desktop) {
    jdbc.sql("select 1 from desktop where id = ? for update")
        .param(desktop.value())
        .query(Integer.class)
        .optional();
  }

  /** The open operation of this kind, newest first. */
  Optional<OperationId> open(DesktopId desktop, OperationKind kind) {
    return jdbc.sql(
            "select id from operation where desktop = ? and kind = ? and ended_at is null"
                + " and state in ('queued', 'waiting', 'running')"
                + " order by created_at desc limit 1")
        .params(desktop.value(), kind.wire())
        .query(String.class)
        .optional()
        .map(OperationId::new);
  }

  /** {@code running}, {@code stopped} or {@code deleted}. */
  void setWanted(DesktopId desktop, String wanted) {
    jdbc.sql("update desktop set wanted = ? where id = ?").params(wanted, desktop.value()).update();
  }

  void setPhase(DesktopId desktop, DesktopPhase phase) {
    jdbc.sql("update desktop set state = ? where id = ?")
        .params(phase.wire(), desktop.value())
        .update();
  }

  void insert(NewDesktop desktop) {
    jdbc.sql(
            """
            insert into desktop (id, owner, name, login, base, wanted_node, language, milli_cpus,
              memory_bytes, pids, shm_bytes, ip, state, created_at)
            values (:id, :owner, :login, :login, :base, :node, :language, :cpus, :memory, :pids,
              :shm, cast(:ip as inet), :state, :at)""")
        .param("id", desktop.id().value())
        .param("owner", desktop.owner().value())
        .param("login", desktop.login())
        .param("base", desktop.base())
        .param("node", desktop.wantedNode())
        .param("language", desktop.language())
        .param("cpus", desktop.limits().milliCpus())
        .param("memory", desktop.limits().memoryBytes())
        .param("pids", desktop.limits().pids())
        .param("shm", desktop.limits().shmBytes())
        .param("ip", desktop.ip())
        .param("state", desktop.phase().wire())
        .param("at", desktop.createdAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Notes what a new desktop was forked from; in the transaction that inserted it. */
  void fork(DesktopId desktop, Origin origin, String name) {
    jdbc.sql("update desktop set origin_desktop = ?, origin_version = ?, name = ? where id = ?")
        .params(origin.desktop().value(), origin.version(), name, desktop.value())
        .update();
  }

  /** What a new row holds. */
  record NewDesktop(
      DesktopId id,
      AccountId owner,
      String login,
      String base,
      @Nullable String wantedNode,
      String language,
      Limits limits,
      String ip,
      DesktopPhase phase,
      Instant createdAt) {}

  private DesktopRow row(ResultSet rs, int number) throws SQLException {
    String open = rs.getString("open_operation");
    return new DesktopRow(
        new DesktopId(rs.getString("id")),
        new AccountId(rs.getString("owner")),
        rs.getString("owner_login"),
        rs.getString("owner_name"),
        rs.getString("name"),
        rs.getString("login"),
        rs.getString("base"),
        rs.getString("language"),
        new DesktopRow.Placement(rs.getString("node"), rs.getString("wanted_node")),
        limits(rs),
        DesktopPhase.fromWire(rs.getString("state")),
        Arrays.asList((String[]) rs.getArray("all_badges").getArray()),
        instant(rs, "running_since"),
        open == null ? null : new OperationId(open),
        rs.getObject("vnc_port", Integer.class),
        rs.getObject("ssh_port", Integer.class),
        recoveryPoint(rs),
        instant(rs, "starts_elsewhere_at"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  /** How long its last three switches kept it unreachable, else those of all in thirty days. */
  Optional<Duration> meanPause(DesktopId desktop) {
    return jdbc.sql(
            """
            with pauses as (select desktop, created_at,
                (result #>> '{moved,unreachableMillis}')::bigint as millis
              from operation where kind = 'switch' and state = 'succeeded')
            select coalesce(
              (select avg(millis) from (select millis from pauses
                where desktop = :desktop and millis > 0 order by created_at desc limit 3) own),
              (select avg(millis) from pauses
                where millis > 0 and created_at > now() - interval '30 days'))::bigint
            """)
        .param("desktop", desktop.value())
        .query((rs, _) -> Optional.ofNullable(rs.getObject(1, Long.class)))
        .single()
        .map(Duration::ofMillis);
  }

  private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  /** Null when the node says that nothing is behind and is not lost, or says nothing. */
  private static @Nullable RecoveryPointView recoveryPoint(ResultSet rs) throws SQLException {
    Long since = rs.getObject("unshipped_since", Long.class);
    return since == null
        ? null
        : new RecoveryPointView(
            Instant.ofEpochMilli(since),
            rs.getLong("unshipped_files"),
            rs.getLong("unshipped_bytes"));
  }

  private static Limits limits(ResultSet rs) throws SQLException {
    return new Limits(
        rs.getInt("milli_cpus"),
        rs.getLong("memory_bytes"),
        rs.getInt("pids"),
        rs.getLong("shm_bytes"));
  }
}
