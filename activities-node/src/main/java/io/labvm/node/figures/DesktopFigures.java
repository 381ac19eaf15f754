package io.labvm.node.figures;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.nodechannel.NodeMetrics.DesktopMetrics;
import io.labvm.nodechannel.NodeMetrics.RunningPrograms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What each running desktop uses; processors as the mean since the last time asked. */
final class DesktopFigures {
  /** Programs are looked at less often than the rest: there may be thousands of processes. */
  private static final long PROGRAMS_NANOS = Duration.ofSeconds(10).toNanos();

  private final ControlGroups groups;
  private final DesktopPrograms programs;
  private final RunningDesktops running;
  private final ToIntFunction<DesktopId> connections;
  private final LongSupplier nanoTime;
  private Map<String, Sample> last = Map.of();

  private record Sample(
      long cpuNanos, long at, @Nullable RunningPrograms programs, long lookedAt) {}

  DesktopFigures(
      ControlGroups groups,
      DesktopPrograms programs,
      RunningDesktops running,
      ToIntFunction<DesktopId> connections,
      LongSupplier nanoTime) {
    this.groups = groups;
    this.programs = programs;
    this.running = running;
    this.connections = connections;
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
    Sample before = last.get(key);
    Sample now = sample(desktop, epoch, before);
    samples.put(key, now);
    return new DesktopMetrics(
        desktop.value(),
        epoch,
        rate(before == null ? now : before, now),
        groups.memoryBytes(desktop, epoch),
        now.programs(),
        connections.applyAsInt(desktop));
  }

  private Sample sample(DesktopId desktop, long epoch, @Nullable Sample before) {
    long at = nanoTime.getAsLong();
    long cpu = groups.cpuNanos(desktop, epoch);
    if (before != null && before.programs() != null && at - before.lookedAt() < PROGRAMS_NANOS) {
      return new Sample(cpu, at, before.programs(), before.lookedAt());
    }
    return new Sample(cpu, at, programs.of(groups.processes(desktop, epoch)), at);
  }

  private static double rate(Sample before, Sample now) {
    long elapsed = now.at() - before.at();
    return elapsed <= 0 ? 0 : Math.max(0, (double) (now.cpuNanos() - before.cpuNanos()) / elapsed);
  }
}
