package io.labvm.node.sync;

import io.labvm.layers.sync.RecoveryPoint;
import io.labvm.layers.sync.SyncedUpper;
import io.labvm.nodechannel.NodeMetrics.SyncMetrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What would be lost of each desktop, for the node's figures. */
public final class RecoveryFigures implements Supplier<List<SyncMetrics>> {
  private final DesktopSync sync;

  public RecoveryFigures(DesktopSync sync) {
    this.sync = sync;
  }

  @Override
  public List<SyncMetrics> get() {
    List<SyncMetrics> all = new ArrayList<>();
    sync.recoveryPoints((upper, point) -> all.add(of(upper, point)));
    return all;
  }

  private static SyncMetrics of(SyncedUpper upper, RecoveryPoint point) {
    return new SyncMetrics(
        upper.desktop().value(),
        upper.epoch(),
        point.oldest().map(Instant::toEpochMilli).orElse(null),
        point.files(),
        point.bytes(),
        point.behindSince().map(Instant::toEpochMilli).orElse(null),
        point.source().map(s -> s.name().toLowerCase(Locale.ROOT)).orElse("scan"));
  }
}
