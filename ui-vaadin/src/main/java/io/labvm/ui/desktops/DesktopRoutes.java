package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.gateway.connector.Route;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where the desktops' connections go now. No check of rights: for the gateway and the bridge. */
@Component
public class DesktopRoutes {
  private static final String SELECT =
      """
      select d.id, d.login, d.assigned_node, d.assigned_epoch, n.relay_host, n.relay_port,
        vnc.port as vnc_port, ssh.port as ssh_port, d.routed, d.state
      from desktop d
      join address vnc on vnc.desktop = d.id and vnc.kind = 'vnc'
      left join address ssh on ssh.desktop = d.id and ssh.kind = 'ssh'
      left join node n on n.id = d.assigned_node and n.left_at is null
      where d.deleted_at is null
      """;

  private final JdbcClient jdbc;

  DesktopRoutes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public List<Route> all() {
    return jdbc.sql(SELECT + " order by d.id").query(DesktopRoutes::route).list();
  }

  /** Empty when the desktop does not exist. */
  public Optional<Route> of(DesktopId desktop) {
    return jdbc.sql(SELECT + " and d.id = ?")
        .param(desktop.value())
        .query(DesktopRoutes::route)
        .optional();
  }

  private static Route route(ResultSet rs, int number) throws SQLException {
    return new Route(
        rs.getString("id"),
        rs.getString("login"),
        rs.getString("assigned_node"),
        rs.getLong("assigned_epoch"),
        rs.getString("relay_host"),
        rs.getInt("relay_port"),
        rs.getInt("vnc_port"),
        rs.getObject("ssh_port", Integer.class),
        rs.getBoolean("routed"),
        DesktopPhase.RETURNING.contains(DesktopPhase.fromWire(rs.getString("state"))));
  }
}
