package io.labvm.ui.versions;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.problem.FieldProblem;
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

/** Versions in the database. */
@Service
class StoredVersions implements VersionService {
  /** A month. */
  private static final int LONGEST = 44_640;

  private final JdbcClient jdbc;
  private final DesktopService desktops;
  private final Audit audit;

  StoredVersions(JdbcClient jdbc, DesktopService desktops, Audit audit) {
    this.audit = audit;
    this.jdbc = jdbc;
    this.desktops = desktops;
  }

  @Override
  public List<VersionView> of(Caller caller, DesktopId desktop) {
    DesktopId seen = desktops.get(caller, desktop).id();
    return jdbc.sql("select * from version where desktop = ? order by number desc")
        .param(seen.value())
        .query(StoredVersions::row)
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

  private static VersionView row(ResultSet rs, int number) throws SQLException {
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
        rs.getObject("unique_bytes", Long.class));
  }

  private static Instant time(ResultSet rs, String column) throws SQLException {
    return rs.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
