package io.labvm.guard;

import io.labvm.nodechannel.Activity;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Stops desktops whose lease is out, since they may run elsewhere by now, until it is renewed. */
final class LeaseWatch {
  private final Leases leases;
  private final ControlGroups groups;
  private final Fence fence;
  private final BootClock clock;
  private final Set<Holding> stopped = new HashSet<>();

  LeaseWatch(Leases leases, ControlGroups groups, Fence fence, BootClock clock) {
    this.leases = leases;
    this.groups = groups;
    this.fence = fence;
    this.clock = clock;
  }

  /** Stops them each time anew: the end of a capture may have let one go on. */
  void enforce() throws IOException {
    List<Holding> expired = leases.expired(clock.millis());
    for (Holding holding : expired) {
      if (groups.activity(holding) != Activity.GONE) {
        fence.freeze(holding, "its lease has run out");
        stopped.add(holding);
      }
    }
    for (Holding holding : List.copyOf(stopped)) {
      if (!expired.contains(holding)) {
        fence.run(holding);
        stopped.remove(holding);
      }
    }
  }
}
