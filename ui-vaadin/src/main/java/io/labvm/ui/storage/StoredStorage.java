package io.labvm.ui.storage;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.storage.MaintenanceKind;
import io.labvm.contract.storage.MaintenanceState;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.storage.StoreOverview.DamagedVersion;
import io.labvm.ui.storage.StoreOverview.DesktopRoom;
import io.labvm.ui.storage.StoreOverview.Point;
import io.labvm.ui.storage.StoreOverview.Room;
import io.labvm.ui.storage.StoreOverview.VersionRoom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The store in the database. */
@Service
class StoredStorage implements StorageService {
  private static final int DESKTOPS = 50;
  private static final int VERSIONS = 20;
  private static final int DAMAGED = 200;
  private static final int RUNS = 5;

  private final JdbcClient jdbc;
  private final Audit audit;
  private final JsonMapper json = JsonMapper.builder().build();

  StoredStorage(JdbcClient jdbc, Audit audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  @Override
  public StoreOverview overview(Caller caller) {
    caller.requireAdmin();
    Room room = room();
    List<Point> trend = trend();
    Long daysLeft = room == null ? null : Trend.daysLeft(trend, room.freeBytes());
    return new StoreOverview(room, trend, daysLeft, desktops(), versions(), damaged());
  }

  private @Nullable Room room() {
    return jdbc.sql("select * from store_usage order by at desc limit 1")
        .query(
            (rs, _) ->
                new Room(
                    time(rs, "at"),
                    rs.getString("file_system"),
                    rs.getLong("total_bytes"),
                    rs.getLong("free_bytes"),
                    rs.getLong("base_bytes"),
                    rs.getLong("layer_bytes"),
                    rs.getLong("data_bytes"),
                    rs.getLong("unreadable")))
        .optional()
        .orElse(null);
  }

  private List<Point> trend() {
    return jdbc.sql(
            """
            select at, total_bytes - free_bytes as used from (
              select distinct on (date_trunc('day', at)) at, total_bytes, free_bytes
              from store_usage where at > now() - interval '60 days'
              order by date_trunc('day', at), at desc) d order by at
            """)
        .query((rs, _) -> new Point(time(rs, "at"), rs.getLong("used")))
        .list();
  }

  private List<DesktopRoom> desktops() {
    return jdbc.sql(
            """
            select u.*, d.name, a.login from desktop_usage u
            left join desktop d on d.id = u.desktop left join account a on a.id = d.owner
            order by u.bytes desc, u.desktop limit ?
            """)
        .param(DESKTOPS)
        .query(
            (rs, _) ->
                new DesktopRoom(
                    new DesktopId(rs.getString("desktop")),
                    rs.getString("login"),
                    rs.getString("name"),
                    rs.getInt("versions"),
                    rs.getLong("bytes"),
                    rs.getLong("unique_bytes")))
        .list();
  }

  private List<VersionRoom> versions() {
    return jdbc.sql(
            """
            select v.desktop, v.number, v.created_at, v.total_bytes, v.unique_bytes, a.login
            from version v join desktop d on d.id = v.desktop join account a on a.id = d.owner
            where v.unique_bytes > 0 and d.deleted_at is null
            order by v.unique_bytes desc, v.desktop, v.number limit ?
            """)
        .param(VERSIONS)
        .query(
            (rs, _) ->
                new VersionRoom(
                    new DesktopId(rs.getString("desktop")),
                    rs.getString("login"),
                    rs.getLong("number"),
                    time(rs, "created_at"),
                    rs.getLong("total_bytes"),
                    rs.getLong("unique_bytes")))
        .list();
  }

  private List<DamagedVersion> damaged() {
    return jdbc.sql(
            """
            select v.*, d.name, a.login from version v join desktop d on d.id = v.desktop
            join account a on a.id = d.owner
            where v.damage is not null and d.deleted_at is null
            order by v.created_at desc limit ?
            """)
        .param(DAMAGED)
        .query(
            (rs, _) ->
                new DamagedVersion(
                    new DesktopId(rs.getString("desktop")),
                    rs.getString("login"),
                    rs.getString("name"),
                    rs.getLong("number"),
                    time(rs, "created_at"),
                    rs.getString("damage")))
        .list();
  }

  @Override
  public List<MaintenanceView> maintenance(Caller caller) {
    caller.requireAdmin();
    return Arrays.stream(MaintenanceKind.values())
        .filter(kind -> kind != MaintenanceKind.MEASURE)
        .map(this::maintenance)
        .toList();
  }

  private MaintenanceView maintenance(MaintenanceKind kind) {
    List<MaintenanceView.Run> runs =
        jdbc.sql(
                """
                select m.*, a.login from maintenance m left join account a on a.id = m.requested_by
                where m.kind = ? order by m.created_at desc limit ?
                """)
            .params(kind.wire(), RUNS)
            .query(this::run)
            .list();
    return jdbc.sql("select * from maintenance_schedule where kind = ?")
        .param(kind.wire())
        .query(
            (rs, _) ->
                new MaintenanceView(
                    kind,
                    Duration.ofSeconds(rs.getLong("every_seconds")),
                    rs.getBoolean("paused"),
                    instant(rs, "next_at"),
                    runs))
        .optional()
        .orElseGet(() -> new MaintenanceView(kind, null, false, null, runs));
  }

  private MaintenanceView.Run run(ResultSet rs, int number) throws SQLException {
    return new MaintenanceView.Run(
        rs.getString("id"),
        MaintenanceState.fromWire(rs.getString("state")),
        rs.getString("login"),
        rs.getLong("done"),
        rs.getLong("total"),
        rs.getLong("changed"),
        rs.getLong("bytes"),
        rs.getLong("damaged"),
        List.of(json.readValue(rs.getString("problems"), String[].class)),
        time(rs, "created_at"),
        instant(rs, "ended_at"));
  }

  @Override
  @Transactional
  public String run(Caller caller, MaintenanceKind kind) {
    caller.requireAdmin();
    jdbc.sql("select pg_advisory_xact_lock(hashtext('maintenance ' || ?))")
        .param(kind.wire())
        .query((_, _) -> "")
        .list();
    Optional<String> open =
        jdbc.sql("select id from maintenance where kind = ? and ended_at is null limit 1")
            .param(kind.wire())
            .query(String.class)
            .optional();
    if (open.isPresent()) {
      return open.get();
    }
    String id = UUID.randomUUID().toString();
    jdbc.sql("insert into maintenance (id, kind, state, requested_by) values (?, ?, 'queued', ?)")
        .params(id, kind.wire(), caller.account().value())
        .update();
    audit.record(caller, "store-maintenance", kind.wire());
    return id;
  }

  private static Instant time(ResultSet rs, String column) throws SQLException {
    return rs.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime time = rs.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
