package io.labvm.ui.gpus;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Leases, waits and wishes in the database. */
@Component
class GpuRows {
  private final JdbcClient jdbc;

  GpuRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Of all desktops that the caller may see, by id. */
  Map<String, DesktopGpus> desktops(Caller caller) {
    return seen(caller, "")
        .query((rs, _) -> Map.entry(rs.getString("id"), gpus(rs)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Of one of them. */
  Optional<DesktopGpus> desktop(Caller caller, DesktopId desktop) {
    return seen(caller, " and d.id = :id")
        .param("id", desktop.value())
        .query((rs, _) -> gpus(rs))
        .optional();
  }

  private JdbcClient.StatementSpec seen(Caller caller, String which) {
    return jdbc.sql(
            """
            select d.id, d.gpus, d.gpus_until, n.gpu_mode,
              coalesce(jsonb_array_length(n.metrics -> 'gpus'), 0) as on_node,
              array(select gpu from gpu_lease l where l.desktop = d.id and l.node = n.id
                and l.epoch = d.assigned_epoch order by gpu) as held,
              array(select gpu from gpu_lease l where l.desktop = d.id and l.node = n.id
                and l.epoch is null order by gpu) as next,
              (select count(*) from gpu_wait mine join gpu_wait w on w.node = mine.node
                and (w.asked_at, w.desktop) <= (mine.asked_at, mine.desktop)
                where mine.desktop = d.id) as position,
              (select told ->> 'gpuProblem' from jsonb_array_elements(n.metrics -> 'desktops') told
                where d.state = 'running' and told ->> 'desktop' = d.id
                  and (told ->> 'epoch')::bigint = d.assigned_epoch limit 1) as problem
            from desktop d left join node n on n.id = coalesce(d.assigned_node, d.node)
            where d.deleted_at is null and (d.owner = :caller or :admin)
            """
                + which)
        .param("caller", caller.account().value())
        .param("admin", caller.admin());
  }

  private static DesktopGpus gpus(ResultSet rs) throws SQLException {
    int position = rs.getInt("position");
    return new DesktopGpus(
        GpuMode.fromWire(rs.getString("gpu_mode")).orElse(null),
        rs.getObject("gpus", Integer.class),
        rs.getInt("on_node"),
        texts(rs.getArray("held")),
        texts(rs.getArray("next")),
        position == 0 ? null : position,
        null,
        until(rs),
        rs.getString("problem"));
  }

  /** When those who wait get their GPUs at the earliest, by desktop. */
  Map<String, Instant> turns(Instant now) {
    var queues = new HashMap<String, List<GpuQueue.Waiting>>();
    jdbc.sql("select * from gpu_queue order by node, asked_at, desktop")
        .query(
            rs -> {
              queues
                  .computeIfAbsent(rs.getString("node"), _ -> new ArrayList<>())
                  .add(
                      new GpuQueue.Waiting(
                          rs.getString("desktop"), rs.getInt("missing"), until(rs)));
            });
    var turns = new HashMap<String, Instant>();
    queues.forEach(
        (node, queue) -> turns.putAll(GpuQueue.turns(free(node), ends(node), queue, now)));
    return turns;
  }

  private int free(String node) {
    return jdbc.sql(
            "select coalesce(jsonb_array_length(n.metrics -> 'gpus'), 0)"
                + " - (select count(*) from gpu_lease l where l.node = n.id)"
                + " from node n where n.id = ?")
        .param(node)
        .query(Integer.class)
        .single();
  }

  private List<Instant> ends(String node) {
    var ends = new ArrayList<Instant>();
    jdbc.sql(
            "select d.gpus_until from gpu_lease l join desktop d on d.id = l.desktop"
                + " where l.node = ?")
        .param(node)
        .query(
            rs -> {
              Instant end = until(rs);
              if (end != null) {
                ends.add(end);
              }
            });
    return ends;
  }

  private static @Nullable Instant until(ResultSet rs) throws SQLException {
    OffsetDateTime until = rs.getObject("gpus_until", OffsetDateTime.class);
    return until == null ? null : until.toInstant();
  }

  private static List<String> texts(Array array) throws SQLException {
    return Arrays.asList((String[]) array.getArray());
  }

  void wish(DesktopId desktop, @Nullable Integer count, @Nullable Instant until) {
    jdbc.sql("update desktop set gpus = :count, gpus_until = :until where id = :id")
        .param("count", count)
        .param("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
        .param("id", desktop.value())
        .update();
  }

  Map<String, NodeGpus> nodes() {
    var holders = new HashMap<String, Map<String, NodeGpus.Holder>>();
    jdbc.sql(
            "select l.node, l.gpu, d.id, d.login from gpu_lease l join desktop d on d.id = l.desktop")
        .query(
            rs -> {
              holders
                  .computeIfAbsent(rs.getString("node"), _ -> new HashMap<>())
                  .put(
                      rs.getString("gpu"),
                      new NodeGpus.Holder(rs.getString("id"), rs.getString("login")));
            });
    var nodes = new HashMap<String, NodeGpus>();
    jdbc.sql(
            "select id, gpu_mode, (select count(*) from gpu_wait w where w.node = n.id) as waiting"
                + " from node n where left_at is null")
        .query(
            rs -> {
              nodes.put(
                  rs.getString("id"),
                  new NodeGpus(
                      GpuMode.fromWire(rs.getString("gpu_mode")).orElseThrow(),
                      holders.getOrDefault(rs.getString("id"), Map.of()),
                      rs.getInt("waiting")));
            });
    return nodes;
  }

  /** Nobody grants until the end of the transaction. */
  void lock() {
    jdbc.sql("select gpu_lock()").query((_, _) -> 0).list();
  }

  /** Whether a desktop may run there or has one of its GPUs: in shared mode without a lease. */
  boolean isUsed(String node) {
    return jdbc.sql(
            """
            select exists (select 1 from gpu_lease where node = :node)
              or exists (select 1 from desktop d where d.assigned_node = :node
                and d.deleted_at is null and (d.state not in ('stopped', 'failed')
                  or exists (select 1 from operation o
                    where o.desktop = d.id and o.ended_at is null)))
              or exists (select 1 from node n, jsonb_array_elements(n.beacon -> 'desktops') held
                where n.id = :node and held ->> 'activity' <> 'gone')
            """)
        .param("node", node)
        .query(Boolean.class)
        .single();
  }

  /** The mode of a node; null when there is no such node. */
  @Nullable GpuMode mode(String node) {
    return jdbc.sql("select gpu_mode from node where id = ? and left_at is null")
        .param(node)
        .query(String.class)
        .optional()
        .flatMap(GpuMode::fromWire)
        .orElse(null);
  }

  void setMode(String node, GpuMode mode) {
    jdbc.sql("update node set gpu_mode = ? where id = ?").params(mode.wire(), node).update();
  }
}
