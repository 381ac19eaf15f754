package io.labvm.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.desktop.Captures.Taken;
import io.labvm.node.figures.NodeFigures.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FigureCollectorTest {
  private static final Pattern NAME = Pattern.compile("labvm_[a-z0-9_]+");

  @Test
  void showsWhatIsKnown() throws IOException {
    assertThat(text(Samples.full()).lines())
        .contains(
            "labvm_node_info{engine=\"29.1.0\",kernel=\"6.12.0\"} 1.0",
            "labvm_node_cpus 32.0",
            "labvm_node_cpu_usage_ratio 0.25",
            "labvm_node_cpu_seconds_total{cpu=\"1\",mode=\"user\"} 20.0",
            "labvm_node_load5 2.0",
            "labvm_node_temperature_celsius 55.0",
            "labvm_node_memory_used_bytes 400.0",
            "labvm_node_filesystem_avail_bytes 600.0",
            "labvm_node_network_receive_bytes_total 1000.0",
            "labvm_node_disk_io_time_seconds_total{device=\"sda\"} 1.5",
            "labvm_node_gpus_readable 1.0",
            "labvm_gpu_utilization_ratio{gpu=\"0\",model=\"RTX \\\"A\\\"\",uuid=\"GPU-1\"} 0.5",
            "labvm_gpu_sm_clock_hertz{gpu=\"0\",model=\"RTX \\\"A\\\"\",uuid=\"GPU-1\"} 1.5E9",
            "labvm_gpu_desktop_memory_used_bytes{desktop=\"d1\",uuid=\"GPU-1\"} 300.0",
            "labvm_gpu_desktop_processes{desktop=\"\",uuid=\"GPU-1\"} 1.0",
            "labvm_desktop_cpu_seconds_total{desktop=\"d1\"} 12.5",
            "labvm_desktop_shmem_bytes{desktop=\"d1\"} 11.0",
            "labvm_desktop_upper_bytes{desktop=\"d1\"} 5000.0",
            "labvm_desktop_disk_written_bytes_total{desktop=\"d1\"} 2.0",
            "labvm_desktop_sync_lag_bytes{desktop=\"d1\"} 4096.0",
            "labvm_desktop_sync_lag_seconds{desktop=\"d1\"} 3.0",
            "labvm_desktop_sync_lag_seconds{desktop=\"d2\"} 0.0",
            "labvm_desktop_last_capture_timestamp_seconds{desktop=\"d1\"} 7.0");
  }

  /** Never 0: an idle GPU and one that nobody can ask are not the same. */
  @Test
  void leavesOutWhatIsNotKnown() throws IOException {
    String text = text(Samples.bare());
    assertThat(text)
        .contains("labvm_node_cpus", "labvm_node_gpus_readable 0.0", "labvm_desktop_connections")
        .doesNotContain("labvm_gpu_")
        .doesNotContain("temperature", "load1", "labvm_desktop_memory", "labvm_desktop_cpu");
  }

  @Test
  void showsNothingWithoutAFreshSample() throws IOException {
    assertThat(
            Scrape.text(
                new FigureCollector(Optional::empty, Map::of, () -> Instant.ofEpochMilli(10_000))))
        .isEmpty();
  }

  @Test
  void dashboardsAskOnlyForMetricsThatExist() throws IOException {
    List<Path> dashboards;
    try (var files = Files.list(Path.of("..", "docs", "grafana"))) {
      dashboards = files.filter(file -> file.toString().endsWith(".json")).toList();
    }
    assertThat(dashboards).isNotEmpty();
    String text = text(Samples.full());
    var shown = new TreeSet<String>();
    text.lines().filter(line -> !line.startsWith("#")).forEach(l -> shown.add(l.split("[{ ]")[0]));
    for (Path dashboard : dashboards) {
      var asked = new TreeSet<String>();
      NAME.matcher(Files.readString(dashboard)).results().forEach(m -> asked.add(m.group()));
      assertThat(asked).isNotEmpty();
      assertThat(shown).as(dashboard.toString()).containsAll(asked);
    }
  }

  @Test
  void namesSayUnitsAndKinds() throws IOException {
    List<String> types = text(Samples.full()).lines().filter(l -> l.startsWith("# TYPE")).toList();
    assertThat(types).isNotEmpty();
    for (String type : types) {
      String name = type.split(" ")[2];
      assertThat(name.endsWith("_total")).as(type).isEqualTo(type.endsWith(" counter"));
      assertThat(name).doesNotContain("millis", "percent", "mhz", "_kb", "_mb");
    }
  }

  private static String text(Sample sample) throws IOException {
    return Scrape.text(
        new FigureCollector(
            () -> Optional.of(sample),
            () -> Map.of(new DesktopId("d1"), new Taken(7_000, 1, 2)),
            () -> Instant.ofEpochMilli(10_000)));
  }
}
