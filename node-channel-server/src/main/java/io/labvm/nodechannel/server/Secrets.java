package io.labvm.nodechannel.server;

import io.labvm.nodechannel.DesktopSecrets;
import io.labvm.nodechannel.SecretSeal;
import java.security.GeneralSecurityException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens the secrets of a desktop for the node that holds it at the current epoch. */
final class Secrets {
  private static final String VNC = "vnc";

  private final JdbcClient database;
  private final SecretSeal seal;

  Secrets(JdbcClient database, SecretSeal seal) {
    this.database = database;
    this.seal = seal;
  }

  /** One statement, so that holder and secret are of one moment. */
  DesktopSecrets of(Caller caller, String desktop, long epoch) {
    return database
        .sql(
            """
            select d.login, d.name, d.language, d.origin_desktop, a.ssh_keys, s.sealed,
              case when n.gpu_mode = 'exclusive' then array(select gpu from gpu_lease l
                  where l.desktop = d.id and l.node = n.id and l.epoch = d.assigned_epoch
                  order by gpu)
                when d.gpus = 0 then '{}' end as gpus
            from desktop d
              join account a on a.id = d.owner
              join desktop_secret s on s.desktop = d.id and s.kind = 'vnc'
              join node n on n.id = d.assigned_node
            where d.id = ? and d.assigned_node = ? and d.assigned_epoch = ?
              and d.deleted_at is null and n.key_sha256 = ? and n.left_at is null
            """)
        .params(desktop, caller.node(), epoch, caller.keySha256())
        .query((row, _) -> opened(desktop, row))
        .optional()
        .orElseThrow(() -> Refusal.forbidden("this node does not hold the desktop"));
  }

  private DesktopSecrets opened(String desktop, ResultSet row) throws SQLException {
    try {
      var login = row.getString("login");
      var name = row.getString("name");
      boolean fork = row.getString("origin_desktop") != null;
      return new DesktopSecrets(
          login,
          seal.open(desktop, VNC, row.getBytes("sealed")),
          row.getString("ssh_keys"),
          row.getString("language"),
          fork ? HostNames.ofFork(name, login, desktop) : HostNames.of(name, login),
          gpus(row));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the secret of desktop " + desktop + " does not open", e);
    }
  }

  /** Null where the desktop has all that the node has. */
  private static @Nullable List<String> gpus(ResultSet row) throws SQLException {
    Array gpus = row.getArray("gpus");
    return gpus == null ? null : Arrays.asList((String[]) gpus.getArray());
  }
}
