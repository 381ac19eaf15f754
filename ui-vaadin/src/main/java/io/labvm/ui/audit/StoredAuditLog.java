package io.labvm.ui.audit;

import io.labvm.contract.desktop.DesktopId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The audit in the database; targets that are ids are joined with whom they belong to. */
@Service
class StoredAuditLog implements AuditLog {
  private static final String LINES =
      """
      select a.id, a.at, coalesce(who.login, a.account) as who, a.action,
        coalesce(a.target, '') as target, owner.login as owner,
        coalesce(a.address, '') as address
      from audit a
      left join account who on who.id = a.account
      left join operation o on o.id = a.target
      left join desktop d on d.id = coalesce(o.desktop, a.target)
      left join account owner on owner.id = d.owner
      """;

  private static final String SELECT =
      "select * from ("
          + LINES
          + """
        where a.id < :before
      ) line
      where :text = '' or position(:text in
        lower(concat_ws(' ', who, action, target, owner, address))) > 0
      order by id desc limit :limit""";

  /** Registrations are about a login: one account has one desktop. */
  private static final String OF_DESKTOP =
      LINES
          + """
      where a.target = :desktop
        or a.target in (select id from operation where desktop = :desktop)
        or a.action in ('register', 'approve', 'deny') and a.target in
          (select login from account where id in (select owner from desktop where id = :desktop))
      order by a.id desc limit :limit""";

  private final JdbcClient jdbc;

  StoredAuditLog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<AuditEntry> newest(Actor caller, String text, long before, int limit) {
    caller.requireAdmin();
    return jdbc.sql(SELECT)
        .param("before", before)
        .param("text", text.strip().toLowerCase(java.util.Locale.ROOT))
        .param("limit", limit)
        .query((rs, _) -> entry(rs))
        .list();
  }

  @Override
  public List<AuditEntry> ofDesktop(Actor caller, DesktopId desktop, int limit) {
    caller.requireAdmin();
    return jdbc.sql(OF_DESKTOP)
        .param("desktop", desktop.value())
        .param("limit", limit)
        .query((rs, _) -> entry(rs))
        .list();
  }

  private static AuditEntry entry(ResultSet rs) throws SQLException {
    return new AuditEntry(
        rs.getLong("id"),
        rs.getObject("at", OffsetDateTime.class).toInstant(),
        rs.getString("who"),
        rs.getString("action"),
        rs.getString("target"),
        rs.getString("owner"),
        rs.getString("address"));
  }
}
