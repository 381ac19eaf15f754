package io.labvm.node.metrics;

import io.labvm.nodechannel.NodeMetrics;
import io.labvm.nodechannel.NodeMetrics.GpuMetrics;
import io.labvm.nodechannel.NodeMetrics.GpuProcess;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Families of GPUs, with the labels that users of NVIDIA's exporter look for. */
final class GpuFamilies {
  private static final double HERTZ = 1e6;

  private GpuFamilies() {}

  static void add(Families to, NodeMetrics told) {
    if (told.gpuProblem() != null || !told.gpus().isEmpty()) {
      to.gauge(
          "labvm_node_gpus_readable",
          "0 while the driver does not answer; absent on a node without GPUs.",
          Labels.EMPTY,
          told.gpuProblem() == null ? 1 : 0);
    }
    for (int i = 0; i < told.gpus().size(); i++) {
      GpuMetrics gpu = told.gpus().get(i);
      Labels labels =
          Labels.of("gpu", Integer.toString(i), "uuid", gpu.uuid(), "model", gpu.name());
      figures(to, gpu, labels);
      processes(to, gpu);
    }
  }

  private static void figures(Families to, GpuMetrics gpu, Labels labels) {
    to.gauge("labvm_gpu_utilization_ratio", "Used part of the time.", labels, gpu.utilisation());
    to.gauge("labvm_gpu_memory_total_bytes", "Memory.", labels, gpu.memoryTotalBytes());
    to.gauge("labvm_gpu_memory_used_bytes", "Memory in use.", labels, gpu.memoryUsedBytes());
    to.gauge("labvm_gpu_temperature_celsius", "Temperature.", labels, gpu.temperature());
    to.gauge("labvm_gpu_power_watts", "Drawn now.", labels, gpu.powerWatts());
    to.gauge("labvm_gpu_power_limit_watts", "Most it may draw.", labels, gpu.powerLimitWatts());
    to.gauge(
        "labvm_gpu_sm_clock_hertz",
        "Clock of its processors.",
        labels,
        gpu.clockMhz() == null ? null : gpu.clockMhz() * HERTZ);
    to.counter(
        "labvm_gpu_ecc_uncorrected_errors",
        "Uncorrected errors of memory since the driver was loaded.",
        labels,
        gpu.eccErrors());
  }

  /** By desktop, since process ids would make a new series for each run of a program. */
  private static void processes(Families to, GpuMetrics gpu) {
    Map<String, List<GpuProcess>> byDesktop =
        Objects.requireNonNullElse(gpu.processes(), List.<GpuProcess>of()).stream()
            .collect(Collectors.groupingBy(p -> Objects.requireNonNullElse(p.desktop(), "")));
    byDesktop.forEach(
        (desktop, processes) -> {
          Labels labels = Labels.of("uuid", gpu.uuid(), "desktop", desktop);
          to.gauge(
              "labvm_gpu_desktop_processes",
              "Computing processes of a desktop; of none for the empty label.",
              labels,
              processes.size());
          to.gauge(
              "labvm_gpu_desktop_memory_used_bytes",
              "Memory that they use.",
              labels,
              memory(processes));
        });
  }

  private static @Nullable Long memory(List<GpuProcess> processes) {
    return processes.stream()
        .map(GpuProcess::memoryBytes)
        .filter(Objects::nonNull)
        .reduce(Long::sum)
        .orElse(null);
  }
}
