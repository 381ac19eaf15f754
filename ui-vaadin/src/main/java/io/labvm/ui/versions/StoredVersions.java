package io.labvm.ui.versions;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.LeftOut;
import io.labvm.contract.store.NoteVersion;
import io.labvm.contract.store.RemoveVersion;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.operations.OpaqueIds;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.OneLine;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Versions in the database. */
@Service
class StoredVersions implements VersionService {
  private static final int LONGEST_LABEL = 200;

  /** A month. */
  private static final int LONGEST = 44_640;

  private final JdbcClient jdbc;
  private final DesktopService desktops;
  private final Audit audit;
  private final VersionChanges changes;
  private final JsonMapper json;

  StoredVersions(
      JdbcClient jdbc,
      DesktopService desktops,
      Audit audit,
      VersionChanges changes,
      JsonMapper json) {
    this.changes = changes;
    this.json = json;
    this.audit = audit;
    this.jdbc = jdbc;
    this.desktops = desktops;
  }

  @Override
  public List<VersionView> of(Caller caller, DesktopId desktop) {
    DesktopId seen = desktops.get(caller, desktop).id();
    return jdbc.sql("select * from version where desktop = ? order by number desc")
        .param(seen.value())
        .query(this::row)
        .list();
  }

  @Override
  public BackupPolicy policy(Caller caller, DesktopId desktop) {
    DesktopId seen = desktops.get(caller, desktop).id();
    return jdbc.sql("select backup_minutes from desktop where id = ?")
        .param(seen.value())
        .query((rs, _) -> new BackupPolicy(rs.getObject(1, Integer.class)))
        .single();
  }

  @Override
  public BackupSchedule schedule(Caller caller, DesktopId desktop) {
    DesktopId seen = desktops.get(caller, desktop).id();
    return jdbc.sql(
            """
            select coalesce(backup_scheduled, 0) as minutes, backup_next_at, backup_paused
            from desktop where id = ?
            """)
        .param(seen.value())
        .query(
            (rs, _) ->
                new BackupSchedule(
                    rs.getInt("minutes"),
                    instant(rs.getObject("backup_next_at", OffsetDateTime.class)),
                    rs.getBoolean("backup_paused")))
        .single();
  }

  @Override
  @Transactional
  public void setPolicy(Caller caller, DesktopId desktop, BackupPolicy policy) {
    DesktopId seen = desktops.get(caller, desktop).id();
    Integer minutes = policy.everyMinutes();
    if (minutes != null && (minutes < 0 || minutes > LONGEST)) {
      throw ProblemException.invalid(
          List.of(new FieldProblem("everyMinutes", "out-of-range", "0, or 1 to 44640 minutes.")));
    }
    jdbc.sql("update desktop set backup_minutes = :minutes where id = :id")
        .param("minutes", minutes)
        .param("id", seen.value())
        .update();
    audit.record(caller, "change-backups", seen.value());
  }

  @Override
  public VersionView note(Caller caller, DesktopId desktop, long version, VersionNote note) {
    VersionView view = get(caller, desktop, version);
    String label = note.label() == null ? null : note.label().strip();
    if (label != null && (label.length() > LONGEST_LABEL || !OneLine.is(label))) {
      throw ProblemException.invalid(
          List.of(new FieldProblem("label", "invalid", "At most 200 characters of one line.")));
    }
    OperationId operation = new OperationId(OpaqueIds.next());
    changes.note(new NoteVersion(desktop, operation, view.version(), label, note.pinned()));
    audit.record(caller, "note-version", desktop.value());
    return get(caller, desktop, version);
  }

  @Override
  public void remove(Caller caller, DesktopId desktop, long version) {
    List<VersionView> versions = of(caller, desktop);
    VersionView view = find(versions, version);
    if (versions.getFirst().version() == version) {
      throw ProblemException.of(
          ProblemCode.VERSION_NEWEST, "The newest version stays: the desktop goes on from it.");
    }
    if (view.pinned()) {
      throw ProblemException.of(
          ProblemCode.VERSION_PINNED, "It is pinned; take the pin off first.");
    }
    changes.remove(new RemoveVersion(desktop, new OperationId(OpaqueIds.next()), version));
    audit.record(caller, "delete-version", desktop.value());
  }

  private VersionView get(Caller caller, DesktopId desktop, long version) {
    return find(of(caller, desktop), version);
  }

  private static VersionView find(List<VersionView> versions, long version) {
    return versions.stream()
        .filter(v -> v.version() == version)
        .findFirst()
        .orElseThrow(() -> ProblemException.notFound("version"));
  }

  private VersionView row(ResultSet rs, int number) throws SQLException {
    OffsetDateTime verified = rs.getObject("verified_at", OffsetDateTime.class);
    return new VersionView(
        rs.getLong("number"),
        time(rs, "created_at"),
        time(rs, "complete_up_to"),
        rs.getString("trigger"),
        rs.getString("label"),
        rs.getBoolean("pinned"),
        rs.getString("consistency"),
        rs.getInt("layers"),
        rs.getLong("entries"),
        rs.getLong("bytes"),
        new OperationId(rs.getString("operation")),
        instant(verified),
        rs.getString("damage"),
        // nothing at all means: not counted yet
        rs.getLong("total_bytes") == 0 ? null : rs.getObject("unique_bytes", Long.class),
        List.of(json.readValue(rs.getString("left_out"), LeftOut[].class)));
  }

  private static Instant time(ResultSet rs, String column) throws SQLException {
    return rs.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
