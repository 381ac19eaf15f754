package io.labvm.node.figures;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.figures.ControlGroups.Run;
import io.labvm.node.oom.MemoryKills;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.nodechannel.NodeMetrics.DesktopMetrics;
import io.labvm.nodechannel.NodeMetrics.RunCounts;
import io.labvm.nodechannel.NodeMetrics.RunningPrograms;
import io.labvm.nodechannel.NodeMetrics.Shortage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What each running desktop uses; processors as the mean since the last time asked. */
final class DesktopFigures {
  /** Programs are looked at less often than the rest: there may be thousands of processes. */
  private static final long PROGRAMS_NANOS = Duration.ofSeconds(10).toNanos();

  private static final double NANOS = 1e9;

  private final ControlGroups groups;
  private final MemoryKills kills;
  private final DesktopPrograms programs;
  private final RunningDesktops running;
  private final ToIntFunction<DesktopId> connections;
  private final Function<DesktopId, @Nullable Long> upperBytes;
  private final Function<DesktopId, @Nullable String> gpuProblem;
  private final LongSupplier nanoTime;
  private Map<String, Sample> last = Map.of();

  private record Sample(
      @Nullable Long cpuNanos,
      long at,
      @Nullable RunningPrograms programs,
      long lookedAt,
      @Nullable Long killed,
      List<Shortage> shortages) {}

  /** Of the disk with the desktops' own files. */
  record Room(long usedBytes, long totalBytes) {}

  DesktopFigures(
      ControlGroups groups,
      MemoryKills kills,
      DesktopPrograms programs,
      RunningDesktops running,
      ToIntFunction<DesktopId> connections,
      Function<DesktopId, @Nullable Long> upperBytes,
      Function<DesktopId, @Nullable String> gpuProblem,
      LongSupplier nanoTime) {
    this.groups = groups;
    this.kills = kills;
    this.programs = programs;
    this.running = running;
    this.connections = connections;
    this.upperBytes = upperBytes;
    this.gpuProblem = gpuProblem;
    this.nanoTime = nanoTime;
  }

  List<DesktopMetrics> read(Room room) {
    List<DesktopMetrics> figures = new ArrayList<>();
    Map<String, Sample> samples = new HashMap<>();
    running
        .all()
        .forEach(
            (desktop, run) ->
                figures.add(one(new Run(desktop, run.epoch(), run.container()), room, samples)));
    last = samples;
    return figures;
  }

  private DesktopMetrics one(Run run, Room room, Map<String, Sample> samples) {
    String key = run.desktop() + "/" + run.epoch();
    Sample before = last.get(key);
    Sample now = sample(run, room, before);
    samples.put(key, now);
    Long killed = before == null ? null : before.killed();
    if (killed != null) {
      kills.counted(run.desktop().value(), run.epoch(), killed);
    }
    return new DesktopMetrics(
        run.desktop().value(),
        run.epoch(),
        rate(before == null ? now : before, now),
        groups.memoryBytes(run),
        now.programs(),
        connections.applyAsInt(run.desktop()),
        counts(run, now),
        gpuProblem.apply(run.desktop()),
        now.shortages(),
        running.sinceInput(run.desktop()).toMillis());
  }

  private RunCounts counts(Run run, Sample now) {
    return new RunCounts(
        now.cpuNanos() == null ? null : now.cpuNanos() / NANOS,
        groups.memoryLimitBytes(run),
        groups.filesInMemoryBytes(run),
        groups.tasks(run),
        groups.tasksLimit(run),
        groups.io(run),
        now.killed(),
        upperBytes.apply(run.desktop()));
  }

  private Sample sample(Run run, Room room, @Nullable Sample before) {
    long at = nanoTime.getAsLong();
    Long cpu = groups.cpuNanos(run);
    Long killed = groups.memoryKills(run);
    List<Shortage> shortages =
        shortages(run, room, before == null ? List.of() : before.shortages());
    if (before != null && before.programs() != null && at - before.lookedAt() < PROGRAMS_NANOS) {
      return new Sample(cpu, at, before.programs(), before.lookedAt(), killed, shortages);
    }
    RunningPrograms found = programs.of(groups.processes(run));
    return new Sample(cpu, at, found, at, killed, shortages);
  }

  private List<Shortage> shortages(Run run, Room room, List<Shortage> before) {
    return new Shortages(before)
        .look(Shortage.MEMORY, groups.heldBytes(run), groups.memoryLimitBytes(run))
        .look(Shortage.TASKS, groups.tasks(run), groups.tasksLimit(run))
        .look(Shortage.DISK, room.usedBytes(), room.totalBytes())
        .found();
  }

  private static double rate(Sample before, Sample now) {
    long elapsed = now.at() - before.at();
    return elapsed <= 0 || before.cpuNanos() == null || now.cpuNanos() == null
        ? 0
        : Math.max(0, (double) (now.cpuNanos() - before.cpuNanos()) / elapsed);
  }
}
