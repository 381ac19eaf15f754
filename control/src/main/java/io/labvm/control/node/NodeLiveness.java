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
 * <p>It is lost only when its beacon and its worker are both silent, or when its guard says that
 * its agent has been silent for long. A beacon ages only while this application was there to
 * receive it: after a restart every known node gets the full time again.
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
            "select coalesce(extract(epoch from now() - beacon_at), 1e9)::double precision,"
                + " coalesce(agent_age_ms, 0) from node where id = ? and left_at is null")
        .param(node.value())
        .query((r, _) -> new Word(millis(r.getDouble(1)), Duration.ofMillis(r.getLong(2))))
        .optional()
        .map(word -> (isFresh(word.age()) && !isWithoutAgent(word)) || workerIsFresh(node))
        .orElse(false);
  }

  /** The newest beacon, and what it says of the agent. */
  private record Word(Duration age, Duration agent) {}

  private static Duration millis(double seconds) {
    return Duration.ofMillis((long) Math.min(seconds * 1000, 1e12));
  }

  /** An old beacon says nothing of the agent as it is now. */
  private boolean isWithoutAgent(Word word) {
    return word.age().compareTo(properties.nodeLostAfter().dividedBy(2)) <= 0
        && word.agent().compareTo(properties.agentLostAfter()) > 0;
  }

  private boolean isFresh(Duration age) {
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
