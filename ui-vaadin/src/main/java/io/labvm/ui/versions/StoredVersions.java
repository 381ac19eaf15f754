package io.labvm.ui.versions;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.desktops.DesktopService;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Versions in the database. */
@Service
class StoredVersions implements VersionService {
  private final JdbcClient jdbc;
  private final DesktopService desktops;

  StoredVersions(JdbcClient jdbc, DesktopService desktops) {
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
        instant(verified));
  }

  private static Instant time(ResultSet rs, String column) throws SQLException {
    return rs.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
