package io.labvm.node.figures;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.nodechannel.NodeMetrics.DesktopMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What each running desktop uses; processors as the mean since the last time asked. */
final class DesktopFigures {
  private final ControlGroups groups;
  private final RunningDesktops running;
  private final LongSupplier nanoTime;
  private Map<String, Sample> last = Map.of();

  private record Sample(long cpuNanos, long at) {}

  DesktopFigures(ControlGroups groups, RunningDesktops running, LongSupplier nanoTime) {
    this.groups = groups;
    this.running = running;
    this.nanoTime = nanoTime;
  }

  List<DesktopMetrics> read() {
    List<DesktopMetrics> figures = new ArrayList<>();
    Map<String, Sample> samples = new HashMap<>();
    running.all().forEach((desktop, run) -> figures.add(one(desktop, run.epoch(), samples)));
    last = samples;
    return figures;
  }

  private DesktopMetrics one(DesktopId desktop, long epoch, Map<String, Sample> samples) {
    String key = desktop + "/" + epoch;
    Sample now = new Sample(groups.cpuNanos(desktop, epoch), nanoTime.getAsLong());
    samples.put(key, now);
    return new DesktopMetrics(
        desktop.value(),
        epoch,
        rate(last.getOrDefault(key, now), now),
        groups.memoryBytes(desktop, epoch));
  }

  private static double rate(Sample before, Sample now) {
    long elapsed = now.at() - before.at();
    return elapsed <= 0 ? 0 : Math.max(0, (double) (now.cpuNanos() - before.cpuNanos()) / elapsed);
  }
}
