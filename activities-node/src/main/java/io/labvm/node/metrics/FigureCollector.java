package io.labvm.node.metrics;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.desktop.Captures.Taken;
import io.labvm.node.figures.NodeFigures.Sample;
import io.labvm.nodechannel.NodeMetrics;
import io.labvm.nodechannel.NodeMetrics.DesktopMetrics;
import io.labvm.nodechannel.NodeMetrics.SyncMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the newest sample of the node into metrics; into none while there is no fresh one. */
public final class FigureCollector implements MultiCollector {
  private final Supplier<Optional<Sample>> newest;
  private final Supplier<Map<DesktopId, Taken>> captures;
  private final InstantSource clock;

  /**
   * @param newest empty when it is too old
   * @param captures the last one of each desktop since the agent's start
   */
  public FigureCollector(
      Supplier<Optional<Sample>> newest,
      Supplier<Map<DesktopId, Taken>> captures,
      InstantSource clock) {
    this.newest = newest;
    this.captures = captures;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    Families families = new Families();
    newest.get().ifPresent(sample -> add(families, sample));
    return families.snapshots();
  }

  private void add(Families families, Sample sample) {
    NodeMetrics told = sample.told();
    NodeFamilies.add(families, told, sample.machine());
    GpuFamilies.add(families, told);
    told.desktops().forEach(desktop -> DesktopFamilies.running(families, desktop));
    List<SyncMetrics> sync = Objects.requireNonNullElse(told.sync(), List.of());
    sync.forEach(each -> DesktopFamilies.sync(families, each, clock.millis()));
    Map<DesktopId, Taken> taken = captures.get();
    here(told, sync).forEach(desktop -> capture(families, desktop, taken.get(desktop)));
  }

  private static void capture(Families families, DesktopId desktop, @Nullable Taken taken) {
    if (taken != null) {
      DesktopFamilies.capture(families, desktop, taken);
    }
  }

  /** Desktops that are still on this node. */
  private static Stream<DesktopId> here(NodeMetrics told, List<SyncMetrics> sync) {
    return Stream.concat(
            told.desktops().stream().map(DesktopMetrics::desktop),
            sync.stream().map(SyncMetrics::desktop))
        .distinct()
        .map(DesktopId::new);
  }
}
