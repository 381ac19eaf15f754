package io.labvm.nodechannel.server;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Divides what the store takes among the nodes that live, by the desktops that run on them; one
 * without any has a part too, for what is still to be shipped there.
 */
final class StoreShares {
  /** A segment costs the store's master five operations, and it does some hundreds a second. */
  private static final double SEGMENTS_PER_SECOND = 100;

  private final JdbcClient database;

  StoreShares(JdbcClient database) {
    this.database = database;
  }

  /** Segments a second. */
  double of(Caller caller) {
    return database
        .sql(
            """
            with live as (
              select n.id, 1 + count(d.id) as parts
              from node n left join desktop d
                on d.assigned_node = n.id and d.state = 'running' and d.deleted_at is null
              where n.left_at is null
                and (n.id = :caller or n.beacon_at > now() - interval '1 minute')
              group by n.id)
            select :all * (select parts from live where id = :caller) / sum(parts) from live
            """)
        .param("caller", caller.node())
        .param("all", SEGMENTS_PER_SECOND)
        .query(Double.class)
        .single();
  }
}
