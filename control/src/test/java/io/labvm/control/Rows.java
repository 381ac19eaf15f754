package io.labvm.control;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.store.BaseId;
import io.labvm.placement.Candidates;
import io.labvm.placement.PlacementProperties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Rows as the portal and the node channel write them. */
public final class Rows {
  /** Nodes promise no more than they have. */
  private static final PlacementProperties PLACEMENT =
      new PlacementProperties(Duration.ofSeconds(15), 1, 1);

  private final JdbcClient database;
  private int addresses = 2;

  public Rows(JdbcClient database) {
    this.database = database;
    database
        .sql(
            "insert into account (id, login, display_name, mail, password_hash)"
                + " values ('a1', 'alice', 'Alice', 'a@example.org', 'x') on conflict do nothing")
        .update();
  }

  public static ControlProperties properties() {
    return new ControlProperties(
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        Duration.ofMinutes(2),
        2,
        Duration.ofSeconds(20),
        Duration.ZERO,
        3);
  }

  public static Candidates candidates(JdbcClient database) {
    return new Candidates(database, PLACEMENT);
  }

  public static DesktopSpec spec(String desktop, @Nullable String node) {
    return new DesktopSpec(
        new DesktopId(desktop),
        "alice",
        new BaseId("tiny-1"),
        node == null ? null : new NodeId(node),
        "10.213.0.9",
        "zh_CN",
        new Limits(1000, 1L << 30, 500, 1 << 26));
  }

  public void desktop(String id) {
    database
        .sql(
            "insert into desktop (id, owner, name, login, base, language, milli_cpus, memory_bytes,"
                + " pids, shm_bytes, ip, state) values (?, 'a1', ?, 'alice', 'tiny-1', 'zh_CN', 1000,"
                + " 1073741824, 500, 67108864, cast(? as inet), 'creating')")
        .params(id, id, "10.213.0." + addresses++)
        .update();
    database
        .sql("insert into address (kind, port, desktop) values ('vnc', ?, ?)")
        .params(9000 + addresses, id)
        .update();
  }

  /** A node with 4 processors and 4 GiB whose beacon, agent and figures are that old. */
  public void node(String id, Duration age) {
    database
        .sql(
            """
            insert into node (id, key_sha256, beacon_at, metrics_at, agent_age_ms, beacon, metrics)
            values (:id, 'k', now() - make_interval(secs => :age), now() - make_interval(secs => :age),
              500, '{"node":"n","bootId":"b","sentAtBoot":1,"desktops":[]}',
              '{"cpus":4.0,"memoryTotalBytes":4294967296}')
            on conflict (id) do update set beacon_at = excluded.beacon_at,
              metrics_at = excluded.metrics_at, beacon = excluded.beacon
            """)
        .param("id", id)
        .param("age", age.toMillis() / 1000.0)
        .update();
  }

  /** What the guard says of one desktop. */
  public void beacon(String node, String desktop, long epoch, String activity) {
    database
        .sql(
            "update node set beacon_at = now(), beacon = jsonb_build_object('desktops',"
                + " jsonb_build_array(jsonb_build_object('desktop', cast(? as text),"
                + " 'epoch', cast(? as bigint), 'activity', cast(? as text)))) where id = ?")
        .params(desktop, epoch, activity, node)
        .update();
  }

  /** An operation's row and its command, as one request of a member makes them. */
  public void command(String desktop, String operation, OperationKind kind) {
    command(desktop, operation, kind, false);
  }

  public void command(String desktop, String operation, OperationKind kind, boolean approval) {
    operation(desktop, operation, kind);
    var request = new OperationRequest(new OperationId(operation), kind, "a1", approval);
    outbox(desktop, operation, kind.wire(), request);
  }

  public void operation(String desktop, String operation, OperationKind kind) {
    database
        .sql(
            "insert into operation (id, desktop, kind, state, requested_by)"
                + " values (?, ?, ?, 'queued', 'a1')")
        .params(operation, desktop, kind.wire())
        .update();
  }

  public void outbox(String desktop, String operation, String command, Object payload) {
    database
        .sql(
            "insert into outbox (desktop, operation, command, payload)"
                + " values (?, ?, ?, cast(? as jsonb))")
        .params(
            desktop, operation, command, JsonMapper.builder().build().writeValueAsString(payload))
        .update();
  }

  public String text(String sql, Object... parameters) {
    return database
        .sql(sql)
        .params(parameters)
        .query((r, _) -> String.valueOf(r.getString(1)))
        .single();
  }

  public void run(String sql, Object... parameters) {
    database.sql(sql).params(parameters).update();
  }
}
