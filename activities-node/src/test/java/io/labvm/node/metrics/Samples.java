package io.labvm.node.metrics;

import io.labvm.node.figures.MachineFigures.Disk;
import io.labvm.node.figures.MachineFigures.Machine;
import io.labvm.node.figures.NodeFigures.Sample;
import io.labvm.nodechannel.NodeMetrics;
import io.labvm.nodechannel.NodeMetrics.DesktopMetrics;
import io.labvm.nodechannel.NodeMetrics.DiskUse;
import io.labvm.nodechannel.NodeMetrics.GpuMetrics;
import io.labvm.nodechannel.NodeMetrics.GpuProcess;
import io.labvm.nodechannel.NodeMetrics.RunCounts;
import io.labvm.nodechannel.NodeMetrics.SyncMetrics;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node that knows everything, and one that knows little. */
final class Samples {
  private Samples() {}

  static Sample full() {
    GpuMetrics gpu =
        new GpuMetrics(
            "GPU-1",
            "RTX \"A\"",
            0.5,
            500,
            1000,
            60.0,
            200.0,
            250.0,
            1500L,
            0L,
            List.of(
                new GpuProcess(1, "python", 100L, "d1"),
                new GpuProcess(2, "python", 200L, "d1"),
                new GpuProcess(3, "Xorg", null, null)));
    RunCounts counts =
        new RunCounts(12.5, 8000L, 11L, 20L, 4096L, new DiskUse(1, 2, 3, 4), 0L, 5000L);
    return new Sample(
        told(
            List.of(new DesktopMetrics("d1", 3, 1.5, 4096, null, 2, counts, null, null, 0L)),
            List.of(gpu),
            List.of(
                new SyncMetrics("d1", 3, 7_000L, 2, 4096, 9_000L, "fanotify"),
                new SyncMetrics("d2", 1, null, 0, 0, null, "fanotify")),
            null),
        new Machine(
            List.of(Map.of("user", 10.0, "idle", 1.0), Map.of("user", 20.0, "idle", 2.0)),
            List.of(1.0, 2.0, 3.0),
            55.0,
            List.of(new Disk("sda", 1, 2, 3, 4, 1.5))),
        0);
  }

  static Sample bare() {
    return new Sample(
        told(
            List.of(new DesktopMetrics("d1", 3, 0, 0, null, 1, null, null, null, null)),
            List.of(),
            List.of(),
            "nvidia-smi has not answered for 16 s"),
        new Machine(List.of(), List.of(), null, List.of()),
        0);
  }

  private static NodeMetrics told(
      List<DesktopMetrics> desktops,
      List<GpuMetrics> gpus,
      List<SyncMetrics> sync,
      @Nullable String gpuProblem) {
    return new NodeMetrics(
        32,
        0.25,
        1000,
        400,
        2000,
        600,
        1000,
        2000,
        "29.1.0",
        "6.12.0",
        desktops,
        gpus,
        sync,
        gpuProblem,
        null,
        null,
        null,
        null);
  }
}
