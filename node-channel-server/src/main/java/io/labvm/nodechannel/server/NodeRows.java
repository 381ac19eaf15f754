package io.labvm.nodechannel.server;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of nodes, as far as the channel asks whom it talks to. */
final class NodeRows {
  private NodeRows() {}

  /** Admits a caller whose key is the one this node joined with and that has not left. */
  static void admit(JdbcClient database, Caller caller) {
    var admitted =
        database
            .sql("select 1 from node where id = ? and key_sha256 = ? and left_at is null")
            .params(caller.node(), caller.keySha256())
            .query(Integer.class)
            .optional();
    if (admitted.isEmpty()) {
      throw Refusal.forbidden("node " + caller.node() + " is not admitted");
    }
  }
}
