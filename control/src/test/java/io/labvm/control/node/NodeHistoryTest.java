package io.labvm.control.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.control.Rows;
import io.labvm.schema.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is kept of the nodes' figures, and for how long. */
class NodeHistoryTest {
  private static final String METRICS =
      """
      {"cpus": 4, "cpuLoad": 0.5, "memoryTotalBytes": 1000, "memoryUsedBytes": 250,
       "diskTotalBytes": 100, "diskFreeBytes": 90, "networkReceivedBytes": 7,
       "networkSentBytes": 9, "desktops": [{}, {}],
       "gpus": [
         {"utilisation": 0.25, "memoryUsedBytes": 1, "memoryTotalBytes": 4, "temperature": 40},
         {"utilisation": null, "memoryUsedBytes": 3, "memoryTotalBytes": 4, "powerWatts": 99}]}
      """;

  private final TestDatabase database = TestDatabase.create();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final Rows rows = new Rows(jdbc);
  private final NodeHistory history = new NodeHistory(jdbc);

  @BeforeEach
  void node() {
    rows.node("n1", Duration.ZERO);
  }

  private void told(String metrics) {
    jdbc.sql("update node set metrics = ?::jsonb, metrics_at = clock_timestamp()")
        .param(metrics)
        .update();
  }

  private String kept(String columns, int step) {
    return rows.text(
        "select coalesce(string_agg(("
            + columns
            + ")::text, ' ' order by at), '')"
            + " from node_history where step = ?",
        step);
  }

  @Test
  void a_report_is_kept_once() {
    told(METRICS);
    history.keep();
    history.keep();
    assertThat(kept("cpu, memory, round(disk::numeric, 2), received, sent, desktops", 2))
        .isEqualTo("(0.5,0.25,0.10,7,9,2)");
    assertThat(kept("gpu_use, gpu_memory, gpu_celsius, gpu_watts", 2))
        .isEqualTo("(\"{0.25,NULL}\",\"{0.25,0.75}\",\"{40,NULL}\",\"{NULL,99}\")");
    told(METRICS);
    history.keep();
    assertThat(kept("cpu", 2)).isEqualTo("0.5 0.5");
  }

  @Test
  void a_node_that_tells_nothing_leaves_a_gap() {
    told(METRICS);
    rows.run("update node set metrics_at = now() - interval '16 seconds'");
    history.keep();
    assertThat(kept("at", 2)).isEmpty();
  }

  /** As of an older agent. */
  @Test
  void figures_without_most_fields_are_kept() {
    told("{\"cpus\": 4, \"cpuLoad\": 0.5}");
    history.keep();
    assertThat(kept("cpu, memory, gpu_use", 2)).isEqualTo("(0.5,,{})");
  }

  private void row(int step, String at, double cpu, String gpus) {
    rows.run(
        "insert into node_history (node, step, at, cpu, received, sent, desktops, gpu_use,"
            + " gpu_memory, gpu_celsius, gpu_watts) values ('n1', "
            + step
            + ", "
            + at
            + ", "
            + cpu
            + ", 1, 2, 3, array"
            + gpus
            + "::real[], array"
            + gpus
            + "::real[], array"
            + gpus
            + "::real[], array"
            + gpus
            + "::real[])");
  }

  @Test
  void a_step_that_has_ended_becomes_one_mean() {
    String minute = "date_trunc('minute', now()) - interval '1 minute'";
    row(2, minute, 0.25, "[0.5, null]");
    row(2, minute + " + interval '30 seconds'", 0.75, "[1, null]");
    row(2, minute + " + interval '5 minutes'", 1, "[1, 1]");
    history.condense();
    history.condense();
    assertThat(kept("cpu, received, desktops, gpu_use", 60)).isEqualTo("(0.5,1,3,\"{0.75,NULL}\")");
    assertThat(kept("at = " + minute, 60)).isEqualTo("true");
  }

  @Test
  void steps_that_ended_while_nobody_looked_become_means_too() {
    row(2, "now() - interval '40 minutes'", 0.25, "[]");
    row(60, "now() - interval '20 hours'", 0.75, "[]");
    history.condense();
    assertThat(kept("cpu", 60)).isEqualTo("0.75 0.25");
    assertThat(kept("cpu", 900)).startsWith("0.75");
  }

  @Test
  void what_is_too_old_is_removed() {
    row(2, "now() - interval '66 minutes'", 1, "[]");
    row(60, "now() - interval '26 hours'", 1, "[]");
    row(60, "now() - interval '24 hours'", 0.5, "[]");
    row(900, "now() - interval '32 days'", 1, "[]");
    history.condense();
    assertThat(kept("cpu", 2)).isEmpty();
    assertThat(kept("cpu", 60)).isEqualTo("0.5");
    assertThat(kept("cpu", 900)).as("a mean of the one that is left").isEqualTo("0.5");
  }
}
