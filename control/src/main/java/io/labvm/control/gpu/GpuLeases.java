package io.labvm.control.gpu;

import io.labvm.contract.control.AssignDesktop;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Grants GPUs. Everything here runs in its caller's transaction, alone in the whole installation.
 *
 * <p>A lease is <em>current</em> while it is of the epoch at which its desktop is assigned, or
 * enters with the next container; one of an older epoch is only still held.
 */
@Component
public class GpuLeases {
  private final JdbcClient database;

  GpuLeases(JdbcClient database) {
    this.database = database;
  }

  /** Waits until nobody else grants or takes back. */
  void lock() {
    database.sql("select gpu_lock()").query((_, _) -> 0).list();
  }

  /**
   * Gives a desktop that is about to start what it wants, as far as it is its turn; else it waits.
   * What it had on this node goes on with the new epoch. Repeated: the same GPUs.
   */
  public void assigned(AssignDesktop request) {
    lock();
    int wanted = wanted(request);
    int kept = carry(request, wanted);
    removeUngiven(request);
    if (kept < wanted) {
      await(request);
    } else {
      leaveQueue(request.desktop().value());
    }
    serve(request.node().value());
    giveNow(request);
  }

  private int wanted(AssignDesktop request) {
    return database
        .sql(
            "select case n.gpu_mode when 'exclusive' then coalesce(d.gpus, 0) else 0 end"
                + " from desktop d, node n where d.id = ? and n.id = ?")
        .params(request.desktop().value(), request.node().value())
        .query(Integer.class)
        .optional()
        .orElse(0);
  }

  /** As many as are wanted; first those of this epoch, so that a repetition changes nothing. */
  private int carry(AssignDesktop request, int wanted) {
    return database
        .sql(
            """
            update gpu_lease set epoch = :epoch, over_since = null where gpu in (
              select gpu from gpu_lease where desktop = :desktop and node = :node
              order by (epoch = :epoch) desc nulls last, granted_at, gpu limit :wanted)
            """)
        .param("epoch", request.epoch())
        .param("desktop", request.desktop().value())
        .param("node", request.node().value())
        .param("wanted", wanted)
        .update();
  }

  /** More than is wanted, but in no container: nobody has to end first. */
  private void removeUngiven(AssignDesktop request) {
    database
        .sql("delete from gpu_lease where desktop = ? and node = ? and epoch is null")
        .params(request.desktop().value(), request.node().value())
        .update();
  }

  /** Whoever waits here already keeps the place. */
  private void await(AssignDesktop request) {
    database
        .sql(
            """
            insert into gpu_wait (desktop, node) values (?, ?)
            on conflict (desktop) do update set node = excluded.node,
              asked_at = case when gpu_wait.node = excluded.node then gpu_wait.asked_at
                else excluded.asked_at end
            """)
        .params(request.desktop().value(), request.node().value())
        .update();
  }

  void leaveQueue(String desktop) {
    database.sql("delete from gpu_wait where desktop = ?").param(desktop).update();
  }

  private void giveNow(AssignDesktop request) {
    database
        .sql("update gpu_lease set epoch = ? where desktop = ? and node = ? and epoch is null")
        .params(request.epoch(), request.desktop().value(), request.node().value())
        .update();
  }

  private record First(String desktop, int missing) {}

  /**
   * Grants to those at the head of a node's queue for whom enough is free. Nobody is passed over,
   * or whoever wants many would wait for ever.
   */
  void serve(String node) {
    for (var first = first(node); first != null && grant(node, first); first = first(node)) {
      leaveQueue(first.desktop());
    }
  }

  private @Nullable First first(String node) {
    return database
        .sql(
            "select desktop, missing from gpu_queue where node = ?"
                + " order by asked_at, desktop limit 1")
        .param(node)
        .query((r, _) -> new First(r.getString(1), r.getInt(2)))
        .optional()
        .orElse(null);
  }

  /** All that are missing or none; false when too few are free. */
  private boolean grant(String node, First first) {
    if (first.missing() <= 0) {
      return true;
    }
    var free =
        database
            .sql(
                """
                select told.gpu ->> 'uuid' from node n,
                  jsonb_array_elements(n.metrics -> 'gpus') with ordinality told(gpu, place)
                where n.id = ? and not exists (
                  select 1 from gpu_lease l where l.gpu = told.gpu ->> 'uuid')
                order by told.place limit ?
                """)
            .params(node, first.missing())
            .query((r, _) -> r.getString(1))
            .list();
    if (free.size() < first.missing()) {
      return false;
    }
    for (String gpu : free) {
      database
          .sql("insert into gpu_lease (gpu, node, desktop) values (?, ?, ?)")
          .params(gpu, node, first.desktop())
          .update();
    }
    return true;
  }
}
