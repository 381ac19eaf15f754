package io.labvm.e2e.chaos;

import io.labvm.e2e.chaos.Sight.Epoch;
import io.labvm.e2e.chaos.Sight.Group;
import io.labvm.e2e.chaos.Sight.Told;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What must be so whenever a laboratory is at rest. */
public final class Rules {
  private final Sight sight;
  private final List<Violation> broken = new ArrayList<>();

  private Rules(Sight sight) {
    this.sight = sight;
  }

  /** All that is wrong. */
  public static List<Violation> broken(Sight sight) {
    Rules rules = new Rules(sight);
    rules.runsAtMostOnce();
    sight.desktops().forEach(rules::isAtRest);
    rules.nothingElse();
    return List.copyOf(rules.broken);
  }

  /** Desktops of which two copies have processes that can act; also when nothing is at rest. */
  public static List<Violation> twice(List<Group> groups) {
    Map<String, List<Group>> acting =
        groups.stream()
            .filter(g -> !g.frozen())
            .collect(Collectors.groupingBy(Group::desktop, TreeMap::new, Collectors.toList()));
    return acting.entrySet().stream()
        .filter(e -> e.getValue().size() > 1)
        .map(e -> new Violation("runs at most once", e.getKey(), "processes: " + e.getValue()))
        .toList();
  }

  private void runsAtMostOnce() {
    broken.addAll(twice(sight.groups()));
  }

  private void isAtRest(String desktop, Told told) {
    if (told.runs()) {
      runs(desktop, told);
    } else if (told.state().equals("stopped")) {
      standsStill(desktop);
    } else {
      report("ends healthy", desktop, "it is " + told.state());
    }
    epochsAgree(desktop, told);
    stagingIsOfAnUpper(desktop);
  }

  private void runs(String desktop, Told told) {
    require(told.answers(), "answers viewers", desktop, "no picture from node " + told.node());
    String where = places(desktop).toString();
    require(places(desktop).equals(List.of(told.node())), "runs where it is said", desktop, where);
    var containers = sight.containers().stream().filter(c -> c.desktop().equals(desktop)).toList();
    require(
        containers.size() == 1
            && containers.getFirst().running()
            && containers.getFirst().node().equals(told.node()),
        "one container",
        desktop,
        containers.toString());
    var roots = roots(desktop);
    require(
        !roots.isEmpty() && roots.stream().allMatch(m -> m.node().equals(told.node())),
        "one mounted root",
        desktop,
        roots.toString());
  }

  private void standsStill(String desktop) {
    var containers = sight.containers().stream().filter(c -> c.desktop().equals(desktop)).toList();
    require(containers.isEmpty(), "stopped has no container", desktop, containers.toString());
    require(
        places(desktop).isEmpty(), "stopped has no process", desktop, places(desktop).toString());
    var roots = roots(desktop);
    require(roots.isEmpty(), "stopped has no mount", desktop, roots.toString());
  }

  private List<String> places(String desktop) {
    return sight.groups().stream()
        .filter(g -> g.desktop().equals(desktop))
        .map(Group::node)
        .toList();
  }

  private List<Sight.Mounted> roots(String desktop) {
    return sight.mounts().stream().filter(m -> m.desktop().equals(desktop)).toList();
  }

  /** Who runs it is who took the newest epoch, and everybody who acts for it knows that epoch. */
  private void epochsAgree(String desktop, Told told) {
    List<Epoch> epochs = sight.epochs().getOrDefault(desktop, List.of());
    if (!told.runs()) {
      return;
    }
    if (epochs.isEmpty()) {
      report("epochs agree", desktop, "it runs and the store has no epoch");
      return;
    }
    Epoch newest = epochs.getLast();
    require(
        newest.node().equals(told.node()), "epochs agree", desktop, newest + " but " + told.node());
    sight.groups().stream()
        .filter(g -> g.desktop().equals(desktop))
        .forEach(
            g -> require(g.epoch() == newest.number(), "epochs agree", desktop, g + " " + newest));
    sight.containers().stream()
        .filter(c -> c.desktop().equals(desktop))
        .forEach(
            c -> require(c.epoch() == newest.number(), "epochs agree", desktop, c + " " + newest));
    boolean held =
        sight.owners().stream()
            .filter(o -> o.desktop().equals(desktop) && o.node().equals(told.node()))
            .anyMatch(o -> o.epoch() == newest.number() && o.upper().equals(newest.upper()));
    require(held, "epochs agree", desktop, "notes " + owners(desktop) + " but " + newest);
  }

  private List<Sight.Owner> owners(String desktop) {
    return sight.owners().stream().filter(o -> o.desktop().equals(desktop)).toList();
  }

  private void stagingIsOfAnUpper(String desktop) {
    Set<String> strange = new HashSet<>(sight.staged().getOrDefault(desktop, Set.of()));
    sight.epochs().getOrDefault(desktop, List.of()).forEach(e -> strange.remove(e.upper()));
    require(strange.isEmpty(), "staging is of an upper", desktop, strange.toString());
  }

  /** What is of no desktop that the API knows, or of none at all. */
  private void nothingElse() {
    sight.groups().forEach(g -> isKnown(g.desktop(), g));
    sight.containers().forEach(c -> isKnown(c.desktop(), c));
    sight.mounts().forEach(m -> isKnown(m.desktop(), m));
    sight.owners().forEach(o -> isKnown(o.desktop(), o));
    sight.stored().forEach(d -> isKnown(d, "a directory in the store"));
    sight.leaks().forEach(leak -> report("nothing is left", "", leak));
  }

  private void isKnown(String desktop, Object thing) {
    require(sight.desktops().containsKey(desktop), "nothing is left", desktop, thing.toString());
  }

  private void require(boolean holds, String rule, String desktop, String what) {
    if (!holds) {
      report(rule, desktop, what);
    }
  }

  private void report(String rule, String desktop, String what) {
    broken.add(new Violation(rule, desktop, what));
  }
}
