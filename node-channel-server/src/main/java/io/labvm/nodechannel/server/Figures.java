package io.labvm.nodechannel.server;

import io.labvm.nodechannel.ChannelJson;
import io.labvm.nodechannel.NodeMetrics;
import java.nio.charset.StandardCharsets;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps the newest live figures of each node. */
final class Figures {
  private final JdbcClient database;

  Figures(JdbcClient database) {
    this.database = database;
  }

  void receive(Caller caller, NodeMetrics metrics) {
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
  }
}
