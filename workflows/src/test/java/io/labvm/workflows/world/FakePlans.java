package io.labvm.workflows.world;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.plan.PlannedSwitchActivities;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Desktops that are used, or busy, as the test says. */
public final class FakePlans implements PlannedSwitchActivities {
  public volatile boolean unused;
  public volatile boolean busy;
  public final AtomicInteger looks = new AtomicInteger();
  public final List<OperationId> begun = new CopyOnWriteArrayList<>();
  public final List<OperationId> givenUp = new CopyOnWriteArrayList<>();

  @Override
  public boolean unused(DesktopId desktop) {
    looks.incrementAndGet();
    return unused;
  }

  @Override
  public boolean begin(OperationId plan) {
    return !busy && begun.add(plan);
  }

  @Override
  public void giveUp(OperationId plan) {
    givenUp.add(plan);
  }
}
