package io.labvm.guard;

import io.labvm.nodechannel.Activity;
import io.labvm.nodechannel.Beacon;
import io.labvm.nodechannel.HeldDesktop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All desktops of this node: those it remembers, and those whose control group has processes. */
final class Desktops {
  private final OwnerFiles owners;
  private final ControlGroups groups;

  Desktops(OwnerFiles owners, ControlGroups groups) {
    this.owners = owners;
    this.groups = groups;
  }

  /**
   * Looks at both. Removes the empty control groups of epochs that are no longer held.
   *
   * @return running ones first, so that a beacon that is full never hides one
   */
  List<HeldDesktop> look() throws IOException {
    var owned = owners.read();
    var uppers = new LinkedHashMap<Holding, @Nullable String>(owned);
    var desktops = owned.keySet().stream().map(Holding::desktop).collect(Collectors.toSet());
    for (var holding : groups.list()) {
      if (!uppers.containsKey(holding) && !tidied(holding, desktops)) {
        uppers.put(holding, null);
      }
    }
    var held = new ArrayList<HeldDesktop>();
    for (var entry : uppers.entrySet()) {
      held.add(look(entry));
    }
    held.sort(Comparator.comparing(desktop -> desktop.activity() == Activity.GONE));
    return held.subList(0, Math.min(held.size(), Beacon.MAX_DESKTOPS));
  }

  private HeldDesktop look(Map.Entry<Holding, @Nullable String> entry) throws IOException {
    var holding = entry.getKey();
    return new HeldDesktop(
        holding.desktop(), holding.epoch(), entry.getValue(), groups.activity(holding));
  }

  /**
   * Removes an empty group that nobody holds. The desktop's own directory stays while any epoch is
   * held: a container that is being started makes its group below it.
   */
  private boolean tidied(Holding holding, Set<String> owned) throws IOException {
    if (groups.activity(holding) != Activity.GONE) {
      return false;
    }
    if (owned.contains(holding.desktop())) {
      groups.removeEmpty(holding);
    } else {
      groups.removeEmpty(holding.desktop());
    }
    return true;
  }
}
