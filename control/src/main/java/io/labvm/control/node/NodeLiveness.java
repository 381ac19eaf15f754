package io.labvm.control.node;

import io.labvm.contract.node.NodeId;
import io.labvm.control.ControlProperties;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Says whether a node is alive.
 *
 * <p>It is lost only when its beacon and its worker are both silent. A beacon ages only while this
 * application was there to receive it: after a restart every known node gets the full time again.
 */
@Component
public final class NodeLiveness {
  private final JdbcClient database;
  private final WorkerHeartbeats heartbeats;
  private final ControlProperties properties;
  private final long startedAt = System.nanoTime();

  NodeLiveness(JdbcClient database, WorkerHeartbeats heartbeats, ControlProperties properties) {
    this.database = database;
    this.heartbeats = heartbeats;
    this.properties = properties;
  }

  /** False for a node that is lost, has left, or never was. */
  public boolean alive(NodeId node) {
    return database
        .sql(
            "select coalesce(extract(epoch from now() - beacon_at), 1e9)::double precision from node"
                + " where id = ? and left_at is null")
        .param(node.value())
        .query(Double.class)
        .optional()
        .map(seconds -> beaconIsFresh(seconds) || workerIsFresh(node))
        .orElse(false);
  }

  private boolean beaconIsFresh(double seconds) {
    Duration age = Duration.ofMillis((long) Math.min(seconds * 1000, 1e12));
    Duration listening = Duration.ofNanos(System.nanoTime() - startedAt);
    Duration counted = age.compareTo(listening) < 0 ? age : listening;
    return counted.compareTo(properties.nodeLostAfter()) <= 0;
  }

  private boolean workerIsFresh(NodeId node) {
    return heartbeats
        .age(node)
        .map(age -> age.compareTo(properties.workerLostAfter()) <= 0)
        .orElse(false);
  }
}
