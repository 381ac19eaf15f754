package io.labvm.bench.nodes;

import io.labvm.nodechannel.Activity;
import io.labvm.nodechannel.Beacon;
import io.labvm.nodechannel.HeldDesktop;
import io.labvm.nodechannel.NodeMetrics;
import io.labvm.nodechannel.NodeMetrics.DesktopMetrics;
import io.labvm.nodechannel.NodeMetrics.DiskUse;
import io.labvm.nodechannel.NodeMetrics.GpuMetrics;
import io.labvm.nodechannel.NodeMetrics.GpuProcess;
import io.labvm.nodechannel.NodeMetrics.RunCounts;
import io.labvm.nodechannel.NodeMetrics.RunningProgram;
import io.labvm.nodechannel.NodeMetrics.RunningPrograms;
import io.labvm.nodechannel.NodeMetrics.SyncMetrics;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What one node would say now. Its figures change with every report. Not for several threads. */
final class SimulatedNode {
  static final long EPOCH = 1;
  private static final long GIB = 1L << 30;

  private final String id;
  private final List<String> desktops;
  private final int gpus;
  private final Random random;

  SimulatedNode(String id, List<String> desktops, int gpus) {
    this.id = id;
    this.desktops = List.copyOf(desktops);
    this.gpus = gpus;
    this.random = new Random(id.hashCode());
  }

  String id() {
    return id;
  }

  Beacon beacon() {
    return new Beacon(
        id,
        "b00t0000-" + id,
        System.nanoTime() / 1_000_000,
        300,
        desktops.stream()
            .map(desktop -> new HeldDesktop(desktop, EPOCH, "u-" + desktop, Activity.RUNNING))
            .toList());
  }

  /**
   * The figures of now. The received bytes are the time in epoch milliseconds, by which whoever
   * reads the figures elsewhere sees how old they are.
   */
  NodeMetrics metrics() {
    long now = System.currentTimeMillis();
    return new NodeMetrics(
        64,
        random.nextDouble(),
        512 * GIB,
        random.nextLong(512) * GIB,
        4096 * GIB,
        2000 * GIB + random.nextLong(GIB),
        now,
        now / 2,
        "29.1.0",
        "6.12.48+deb13-amd64",
        desktops.stream().map(this::desktop).toList(),
        IntStream.range(0, gpus).mapToObj(this::gpu).toList(),
        desktops.stream().map(this::sync).toList(),
        null,
        List.of(),
        7444,
        null,
        null);
  }

  private DesktopMetrics desktop(String desktop) {
    long now = System.currentTimeMillis();
    return new DesktopMetrics(
        desktop,
        EPOCH,
        random.nextDouble() * 4,
        random.nextLong(16 * GIB),
        new RunningPrograms(
            List.of(
                new RunningProgram("python3 train.py", 9, now - 7_200_000),
                new RunningProgram("firefox-esr", 14, now - 3_600_000),
                new RunningProgram("code", 11, now - 1_800_000)),
            0,
            now),
        random.nextInt(3),
        new RunCounts(
            random.nextDouble() * 1e6,
            16 * GIB,
            random.nextLong(GIB),
            120L + random.nextInt(50),
            4096L,
            new DiskUse(random.nextLong(GIB), random.nextLong(GIB), 4711, 815),
            0L,
            random.nextLong(50 * GIB)),
        null,
        List.of(),
        random.nextLong(3_600_000));
  }

  private GpuMetrics gpu(int index) {
    return new GpuMetrics(
        "GPU-%08x-0000-4000-8000-%012x".formatted(id.hashCode(), index),
        "NVIDIA GeForce RTX 4090",
        random.nextInt(101) / 100.0,
        random.nextLong(24 * GIB),
        24 * GIB,
        40.0 + random.nextInt(45),
        60.0 + random.nextInt(390),
        450.0,
        2520L,
        0L,
        desktops.isEmpty()
            ? List.of()
            : List.of(
                new GpuProcess(
                    1000 + random.nextInt(30_000),
                    "python3",
                    random.nextLong(20 * GIB),
                    desktops.get(index % desktops.size()))));
  }

  private SyncMetrics sync(String desktop) {
    long now = System.currentTimeMillis();
    return new SyncMetrics(
        desktop,
        EPOCH,
        now - random.nextInt(5_000),
        random.nextInt(200),
        random.nextLong(4 << 20),
        null,
        "fanotify");
  }
}
