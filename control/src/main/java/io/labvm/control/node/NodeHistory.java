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

  private final JdbcClient database;

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
            on conflict do nothing
            """)
        .update();
  }

  /** Makes the means of steps that have ended, and removes what is too old. */
  @Scheduled(fixedDelay = 30_000)
  void condense() {
    condense(2, MINUTE);
    condense(MINUTE, QUARTER);
    forget(2, Duration.ofMinutes(65));
    forget(MINUTE, Duration.ofHours(25));
    forget(QUARTER, Duration.ofDays(31));
  }

  /** Looks two steps back, so that a pause of this application of that length leaves no gap. */
  private void condense(int from, int to) {
    database
        .sql(
            """
            insert into node_history
            select * from node_use(null, :from, :to,
              date_bin(make_interval(secs => :to), now(), 'epoch') - make_interval(secs => 2 * :to),
              date_bin(make_interval(secs => :to), now(), 'epoch'))
            on conflict do nothing
            """)
        .param("from", from)
        .param("to", to)
        .update();
  }

  private void forget(int step, Duration age) {
    database
        .sql("delete from node_history where step = ? and at < now() - make_interval(secs => ?)")
        .params(step, age.toSeconds())
        .update();
  }
}
