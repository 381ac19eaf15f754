package io.labvm.node.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The metric families of one scrape. What is not known is left out, never told as 0. */
final class Families {
  private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
  private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();

  /** A value that goes up and down. */
  void gauge(String name, String help, Labels labels, @Nullable Number value) {
    if (value != null) {
      gauges
          .computeIfAbsent(name, _ -> GaugeSnapshot.builder().name(name).help(help))
          .dataPoint(
              GaugeDataPointSnapshot.builder().labels(labels).value(value.doubleValue()).build());
    }
  }

  /** A value that only grows, or begins anew; its name is shown with {@code _total} behind. */
  void counter(String name, String help, Labels labels, @Nullable Number value) {
    if (value != null) {
      counters
          .computeIfAbsent(name, _ -> CounterSnapshot.builder().name(name).help(help))
          .dataPoint(
              CounterDataPointSnapshot.builder().labels(labels).value(value.doubleValue()).build());
    }
  }

  MetricSnapshots snapshots() {
    Stream<MetricSnapshot> all =
        Stream.concat(
            gauges.values().stream().map(GaugeSnapshot.Builder::build),
            counters.values().stream().map(CounterSnapshot.Builder::build));
    return new MetricSnapshots(all.toList());
  }
}
