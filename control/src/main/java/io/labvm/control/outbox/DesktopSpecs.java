package io.labvm.control.outbox;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.desktop.Origin;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.store.BaseId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the wanted shape of a desktop from its row. */
@Component
public class DesktopSpecs {
  private final JdbcClient database;

  public DesktopSpecs(JdbcClient database) {
    this.database = database;
  }

  /** Of a desktop that has a row. */
  public DesktopSpec of(DesktopId desktop) {
    return database
        .sql(
            "select login, base, wanted_node, host(ip), language, milli_cpus, memory_bytes, pids,"
                + " shm_bytes, origin_desktop, origin_version from desktop where id = ?")
        .param(desktop.value())
        .query(
            (r, _) ->
                new DesktopSpec(
                    desktop,
                    r.getString(1),
                    new BaseId(r.getString(2)),
                    r.getString(3) == null ? null : new NodeId(r.getString(3)),
                    r.getString(4),
                    r.getString(5),
                    new Limits(r.getInt(6), r.getLong(7), r.getInt(8), r.getLong(9)),
                    r.getString(10) == null
                        ? null
                        : new Origin(new DesktopId(r.getString(10)), r.getLong(11))))
        .single();
  }
}
