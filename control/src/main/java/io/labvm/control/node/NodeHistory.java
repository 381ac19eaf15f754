package io.labvm.control.node;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps what nodes told of their use: all of it for an hour, means of a minute for a day and of a
 * quarter of an hour for a month.
 *
 * <p>Costs one row per node and report. All of it is repeatable: several copies of this application
 * write the same rows.
 */
@Component
class NodeHistory {
  private static final int MINUTE = 60;
  private static final int QUARTER = 900;
  private static final Duration ALL_KEPT = Duration.ofMinutes(65);
  private static final Duration MINUTES_KEPT = Duration.ofHours(25);
  private static final Duration QUARTERS_KEPT = Duration.ofDays(31);

  private final JdbcClient database;
  private boolean caughtUp;

  NodeHistory(JdbcClient database) {
    this.database = database;
  }

  /** Takes the newest report of each node that has sent one since. */
  @Scheduled(fixedRate = 2_000)
  void keep() {
    database
        .sql(
            """
            insert into node_history (node, step, at, cpu, memory, disk, received, sent, desktops,
              gpu_use, gpu_memory, gpu_celsius, gpu_watts)
            select id, 2, metrics_at, coalesce((metrics ->> 'cpuLoad')::real, 0),
              (metrics ->> 'memoryUsedBytes')::real
                / nullif((metrics ->> 'memoryTotalBytes')::real, 0),
              1 - (metrics ->> 'diskFreeBytes')::real
                / nullif((metrics ->> 'diskTotalBytes')::real, 0),
              coalesce((metrics ->> 'networkReceivedBytes')::bigint, 0),
              coalesce((metrics ->> 'networkSentBytes')::bigint, 0),
              jsonb_array_length(coalesce(metrics -> 'desktops', '[]')),
              gpu.use, gpu.memory, gpu.celsius, gpu.watts
            from node cross join lateral (
              select
                coalesce(array_agg((g ->> 'utilisation')::real order by i), '{}') as use,
                coalesce(array_agg((g ->> 'memoryUsedBytes')::real
                  / nullif((g ->> 'memoryTotalBytes')::real, 0) order by i), '{}') as memory,
                coalesce(array_agg((g ->> 'temperature')::real order by i), '{}') as celsius,
                coalesce(array_agg((g ->> 'powerWatts')::real order by i), '{}') as watts
              from jsonb_array_elements(coalesce(metrics -> 'gpus', '[]')) with ordinality a (g, i)
            ) gpu
            where metrics_at > now() - interval '15 seconds'
            order by id
            on conflict do nothing
            """)
        .update();
  }

  /** Makes the means of steps that have ended, and removes what is too old. */
  @Scheduled(fixedDelay = 30_000)
  void condense() {
    boolean all = !caughtUp;
    caughtUp = false;
    condense(2, MINUTE, all ? ALL_KEPT : Duration.ofSeconds(2 * MINUTE));
    condense(MINUTE, QUARTER, all ? MINUTES_KEPT : Duration.ofSeconds(2 * QUARTER));
    caughtUp = true;
    forget(2, ALL_KEPT);
    forget(MINUTE, MINUTES_KEPT);
    forget(QUARTER, QUARTERS_KEPT);
  }

  /**
   * Looks back as far as said: steps may have ended while this application or the database was
   * away. In an order, so that two copies of this application do not wait for each other.
   */
  private void condense(int from, int to, Duration back) {
    database
        .sql(
            """
            insert into node_history
            select * from node_use(null, :from, :to,
              date_bin(make_interval(secs => :to), now() - make_interval(secs => :back), 'epoch'),
              date_bin(make_interval(secs => :to), now(), 'epoch'))
            order by node, at
            on conflict do nothing
            """)
        .param("from", from)
        .param("to", to)
        .param("back", back.toSeconds())
        .update();
  }

  private void forget(int step, Duration age) {
    database
        .sql("delete from node_history where step = ? and at < now() - make_interval(secs => ?)")
        .params(step, age.toSeconds())
        .update();
  }
}
