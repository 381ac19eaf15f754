package io.labvm.ui.kit;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows as the other processes of the platform would write them. */
public final class Lab {
  private final JdbcClient jdbc;
  private final Clock clock;

  Lab(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A node with a fresh beacon. */
  public void node(String id, String relayHost, int relayPort) {
    jdbc.sql(
            """
            insert into node (id, key_sha256, relay_host, relay_port, beacon_at, agent_age_ms)
            values (?, ?, ?, ?, ?, 100)
            on conflict (id) do update set relay_host = excluded.relay_host,
              relay_port = excluded.relay_port, beacon_at = excluded.beacon_at""")
        .params(id, "key-" + id, relayHost, relayPort, clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** The registration, or whatever runs, is over and the desktop is in this state. */
  public void settle(String desktop, String state) {
    jdbc.sql(
            "update operation set state = 'succeeded', started_at = created_at, ended_at = now()"
                + " where desktop = ? and ended_at is null")
        .param(desktop)
        .update();
    jdbc.sql("update desktop set state = ?, running_since = now() where id = ?")
        .params(state, desktop)
        .update();
  }

  /** The desktop runs on a node and may be reached. */
  public void run(String desktop, String node, long epoch) {
    settle(desktop, "running");
    jdbc.sql(
            "update desktop set node = ?, assigned_node = ?, assigned_epoch = ?, routed = true"
                + " where id = ?")
        .params(node, node, epoch, desktop)
        .update();
  }

  /** A desktop has a sound version, with as many layers as its number says. */
  public void version(String desktop, long number) {
    execute(
        """
        insert into version (desktop, number, created_at, complete_up_to, trigger, consistency,
          layers, entries, bytes, operation, verified_at)
        values (?, ?, now(), now(), 'manual', 'frozen', ?, 7, 4096, 'o1', now())""",
        desktop,
        number,
        number);
  }

  /** Any statement. */
  public void execute(String sql, Object... parameters) {
    jdbc.sql(sql).params(List.of(parameters)).update();
  }

  /** The rows of a query. */
  public List<Map<String, @Nullable Object>> rows(String sql, Object... parameters) {
    return jdbc.sql(sql).params(List.of(parameters)).query().listOfRows();
  }

  /** The one number that a query answers. */
  public long number(String sql, Object... parameters) {
    return jdbc.sql(sql).params(List.of(parameters)).query(Long.class).single();
  }

  /** The one text that a query answers. */
  public String text(String sql, Object... parameters) {
    return jdbc.sql(sql).params(List.of(parameters)).query(String.class).single();
  }
}
