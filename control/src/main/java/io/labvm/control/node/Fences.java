package io.labvm.control.node;

import io.labvm.contract.control.FenceCheck;
import io.labvm.control.ControlProperties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Says whether a desktop that was taken from a node has ended there.
 *
 * <p>Either the node's guard says so, in a beacon that it made after the newer epoch was assigned;
 * or it has been silent for so long, and the epoch is so old, that whatever it was promised before
 * is over: then the guard has stopped all of it, or the machine is off.
 */
@Component
public final class Fences {
  /** Until the word of a guard counts: longer than a beacon may be on its way. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(6);

  /** Beside the lease: clocks that differ, and the time to stop a desktop. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** Of a node that never told how long its lease is. */
  private static final Duration LONGEST_LEASE = Duration.ofMinutes(5);

  private final JdbcClient database;
  private final ControlProperties properties;

  Fences(JdbcClient database, ControlProperties properties) {
    this.database = database;
    this.properties = properties;
  }

  /** Of the node at one moment. */
  private record Word(Duration age, boolean runs, Duration lease) {}

  /** As the contract's step. */
  public boolean ended(FenceCheck check) {
    Duration since = Duration.ofMillis(check.sinceMillis());
    Word word = word(check);
    boolean saysSo = !word.runs() && word.age().plus(ON_ITS_WAY).compareTo(since) <= 0;
    boolean silent =
        word.age().compareTo(properties.nodeLostAfter()) >= 0
            && since.compareTo(word.lease().plus(MARGIN)) >= 0;
    return saysSo || silent;
  }

  private Word word(FenceCheck check) {
    return database
        .sql(
            """
            select coalesce(extract(epoch from now() - beacon_at), 1e9)::double precision,
              exists (select 1 from jsonb_array_elements(beacon -> 'desktops') held
                where held ->> 'desktop' = :desktop and (held ->> 'epoch')::bigint < :epoch
                  and held ->> 'activity' <> 'gone'),
              lease_ms
            from node where id = :node
            """)
        .param("desktop", check.desktop().value())
        .param("epoch", check.epoch())
        .param("node", check.node().value())
        .query(
            (r, _) ->
                new Word(
                    Duration.ofMillis((long) (r.getDouble(1) * 1000)),
                    r.getBoolean(2),
                    lease(r.getObject(3, Long.class))))
        .optional()
        .orElse(new Word(properties.nodeLostAfter(), true, LONGEST_LEASE));
  }

  private static Duration lease(@Nullable Long millis) {
    return millis == null ? LONGEST_LEASE : Duration.ofMillis(millis);
  }
}
