package io.labvm.nodechannel.server;

import io.labvm.nodechannel.ChannelJson;
import io.labvm.nodechannel.MetricsReply;
import io.labvm.nodechannel.NodeMetrics;
import java.nio.charset.StandardCharsets;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps the newest live figures of each node. */
final class Figures {
  /** More than a node tells of one desktop, so that nothing is stored again that was let go. */
  private static final int KEPT_KILLS = 20;

  private final JdbcClient database;
  private final StoreShares shares;

  Figures(JdbcClient database) {
    this.database = database;
    this.shares = new StoreShares(database);
  }

  MetricsReply receive(Caller caller, NodeMetrics metrics) {
    var json = new String(ChannelJson.write(metrics), StandardCharsets.UTF_8);
    var rows =
        database
            .sql(
                """
                update node set metrics = ?::jsonb, metrics_at = clock_timestamp()
                where id = ? and key_sha256 = ? and left_at is null
                """)
            .params(json, caller.node(), caller.keySha256())
            .update();
    if (rows == 0) {
      throw Refusal.forbidden("node " + caller.node() + " is not admitted");
    }
    if (metrics.memoryKills() != null && !metrics.memoryKills().isEmpty()) {
      keepKills(json);
    }
    return new MetricsReply(shares.of(caller));
  }

  /**
   * A node tells the same for a while: only what is new is kept, and the newest of each desktop.
   */
  private void keepKills(String metrics) {
    int added =
        database
            .sql(
                """
                insert into memory_kill (desktop, epoch, id, at, program, bytes, processes, by_limit)
                select k.desktop, k.epoch, k.id, to_timestamp(k."atMillis" / 1000.0), k.program,
                  k.bytes, k.processes, k."byLimit"
                from jsonb_to_recordset(?::jsonb -> 'memoryKills') as k(desktop text, epoch bigint,
                  id text, "atMillis" bigint, program text, bytes bigint, processes integer,
                  "byLimit" boolean)
                join desktop d on d.id = k.desktop and d.deleted_at is null
                on conflict do nothing
                """)
            .param(metrics)
            .update();
    if (added > 0) {
      database
          .sql(
              """
              delete from memory_kill k using (
                select desktop, epoch, id,
                  row_number() over (partition by desktop order by at desc, id) as place
                from memory_kill) each
              where (k.desktop, k.epoch, k.id) = (each.desktop, each.epoch, each.id)
                and each.place > ?
              """)
          .param(KEPT_KILLS)
          .update();
    }
  }
}
