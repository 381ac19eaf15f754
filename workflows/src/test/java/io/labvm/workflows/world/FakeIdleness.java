package io.labvm.workflows.world;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.idleness.Idleness;
import io.labvm.contract.idleness.IdlenessActivities;
import io.labvm.contract.operation.OperationId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** A desktop that was used last, and is busy, when the test says so. */
public final class FakeIdleness implements IdlenessActivities {
  private final LongSupplier clock;

  /** For how long it has to be unused; zero without a policy. */
  public volatile Duration period = Duration.ZERO;

  public volatile long usedMillis;
  public volatile boolean busy;

  /** Workflow time of each. */
  public final List<Long> looks = new CopyOnWriteArrayList<>();

  public final List<Long> warnings = new CopyOnWriteArrayList<>();
  public final List<Long> stops = new CopyOnWriteArrayList<>();

  FakeIdleness(LongSupplier clock) {
    this.clock = clock;
  }

  @Override
  public Idleness look(DesktopId desktop) {
    looks.add(clock.getAsLong());
    return period.isZero()
        ? Idleness.NONE
        : new Idleness(usedMillis + period.toMillis(), period.toMillis(), usedMillis, "cpu");
  }

  @Override
  public void warn(DesktopId desktop) {
    warnings.add(clock.getAsLong());
  }

  @Override
  public boolean stop(DesktopId desktop, OperationId operation) {
    boolean due = clock.getAsLong() >= usedMillis + period.toMillis();
    return due && !busy && stops.add(clock.getAsLong());
  }
}
