package io.labvm.control.node;

import io.labvm.contract.node.NodeId;
import io.labvm.control.ControlProperties;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
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
  private final Supplier<Duration> listening;

  @Autowired
  NodeLiveness(JdbcClient database, WorkerHeartbeats heartbeats, ControlProperties properties) {
    this(database, heartbeats, properties, sinceNow());
  }

  NodeLiveness(
      JdbcClient database,
      WorkerHeartbeats heartbeats,
      ControlProperties properties,
      Supplier<Duration> listening) {
    this.database = database;
    this.heartbeats = heartbeats;
    this.properties = properties;
    this.listening = listening;
  }

  private static Supplier<Duration> sinceNow() {
    long start = System.nanoTime();
    return () -> Duration.ofNanos(System.nanoTime() - start);
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
    Duration heard = listening.get();
    Duration counted = age.compareTo(heard) < 0 ? age : heard;
    return counted.compareTo(properties.nodeLostAfter()) <= 0;
  }

  private boolean workerIsFresh(NodeId node) {
    return heartbeats
        .age(node)
        .map(age -> age.compareTo(properties.workerLostAfter()) <= 0)
        .orElse(false);
  }
}
