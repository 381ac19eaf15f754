package io.labvm.nodechannel.server;

import io.labvm.nodechannel.DesktopNames;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells which desktops were deleted; ids are never given twice. */
final class Deletions {
  private final JdbcClient database;

  Deletions(JdbcClient database) {
    this.database = database;
  }

  /** Those of some that were deleted for good; one that nobody knows is none of them. */
  DesktopNames among(Caller caller, DesktopNames some) {
    NodeRows.admit(database, caller);
    return new DesktopNames(
        database
            .sql("select id from desktop where id = any(?) and deleted_at is not null order by id")
            .param(some.desktops().toArray(new String[0]))
            .query((row, _) -> row.getString(1))
            .list());
  }
}
