package io.labvm.guard;

import io.labvm.nodechannel.Activity;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Control groups in memory. */
final class FakeGroups implements ControlGroups {
  final Map<Holding, Activity> activities =
      new TreeMap<>(Comparator.comparing(Holding::desktop).thenComparingLong(Holding::epoch));

  FakeGroups with(String desktop, long epoch, Activity activity) {
    activities.put(new Holding(desktop, epoch), activity);
    return this;
  }

  @Override
  public List<Holding> list() {
    return List.copyOf(activities.keySet());
  }

  @Override
  public Activity activity(Holding holding) {
    return activities.getOrDefault(holding, Activity.GONE);
  }

  @Override
  public void freeze(Holding holding) {
    activities.replace(holding, Activity.RUNNING, Activity.FROZEN);
  }

  @Override
  public void thaw(Holding holding) {
    activities.replace(holding, Activity.FROZEN, Activity.RUNNING);
  }

  @Override
  public boolean kill(Holding holding) {
    activities.replace(holding, Activity.GONE);
    return true;
  }

  @Override
  public void removeEmpty(Holding holding) {
    activities.remove(holding, Activity.GONE);
  }

  @Override
  public void removeEmpty(String desktop) {
    activities
        .entrySet()
        .removeIf(e -> e.getKey().desktop().equals(desktop) && e.getValue() == Activity.GONE);
  }
}
