package io.labvm.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.e2e.chaos.Sight.Container;
import io.labvm.e2e.chaos.Sight.Epoch;
import io.labvm.e2e.chaos.Sight.Group;
import io.labvm.e2e.chaos.Sight.Mounted;
import io.labvm.e2e.chaos.Sight.Owner;
import io.labvm.e2e.chaos.Sight.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each rule fails on a laboratory that breaks it, and none on a sound one. */
class RulesTest {
  private static final String D = "d1";
  private static final String S = "d2";

  /** One running desktop on node a that was on b before, and a stopped one. */
  private static Sight sound() {
    return new Sight(
        new HashMap<>(
            Map.of(D, new Told("running", "a", true), S, new Told("stopped", "b", false))),
        new ArrayList<>(List.of(new Group("a", D, 2, false))),
        new ArrayList<>(List.of(new Container("a", D, 2, true))),
        new ArrayList<>(List.of(new Mounted("a", D, "/merged"))),
        new ArrayList<>(List.of(new Owner("a", D, "u2", 2), new Owner("b", S, "u3", 1))),
        new HashMap<>(
            Map.of(
                D, List.of(new Epoch(1, "b", "u1"), new Epoch(2, "a", "u2")),
                S, List.of(new Epoch(1, "b", "u3")))),
        new HashMap<>(Map.of(D, new HashSet<>(Set.of("u1", "u2")))),
        new HashSet<>(Set.of(D, S)),
        new ArrayList<>());
  }

  private static Set<String> broken(Consumer<Sight> change) {
    Sight sight = sound();
    change.accept(sight);
    return Rules.broken(sight).stream().map(Violation::rule).collect(Collectors.toSet());
  }

  @Test
  void aSoundLaboratoryBreaksNone() {
    assertThat(Rules.broken(sound())).isEmpty();
  }

  @Test
  void aDesktopOnBothNodes() {
    assertThat(broken(s -> s.groups().add(new Group("b", D, 1, false))))
        .contains("runs at most once", "runs where it is said", "epochs agree");
  }

  @Test
  void twoEpochsOnOneNode() {
    assertThat(broken(s -> s.groups().add(new Group("a", D, 1, false))))
        .contains("runs at most once", "epochs agree");
  }

  @Test
  void aFrozenSecondCopyCannotActButMustNotBeThereAtRest() {
    assertThat(broken(s -> s.groups().add(new Group("b", D, 1, true))))
        .contains("runs where it is said")
        .doesNotContain("runs at most once");
  }

  @Test
  void twoCopiesOfTwoDesktopsAreNotTwoOfOne() {
    assertThat(Rules.twice(List.of(new Group("a", D, 1, false), new Group("b", S, 1, false))))
        .isEmpty();
  }

  @Test
  void aRunningDesktopWithoutProcesses() {
    assertThat(broken(s -> s.groups().clear())).contains("runs where it is said");
  }

  @Test
  void aRunningDesktopWithoutPicture() {
    assertThat(broken(s -> s.desktops().put(D, new Told("running", "a", false))))
        .containsExactly("answers viewers");
  }

  @Test
  void aDesktopThatNeedsHelp() {
    assertThat(broken(s -> s.desktops().put(D, new Told("failed", "a", false))))
        .containsExactly("ends healthy");
  }

  @Test
  void aContainerThatIsGoneOrDeadOrLeftOnTheOtherNode() {
    assertThat(broken(s -> s.containers().clear())).containsExactly("one container");
    assertThat(broken(s -> s.containers().set(0, new Container("a", D, 2, false))))
        .containsExactly("one container");
    assertThat(broken(s -> s.containers().add(new Container("b", D, 2, false))))
        .containsExactly("one container");
  }

  @Test
  void aMountThatIsGoneOrLeftOnTheOtherNode() {
    assertThat(broken(s -> s.mounts().clear())).containsExactly("one mounted root");
    assertThat(broken(s -> s.mounts().add(new Mounted("b", D, "/merged"))))
        .containsExactly("one mounted root");
  }

  @Test
  void aStoppedDesktopThatStillHasSomething() {
    assertThat(broken(s -> s.containers().add(new Container("b", S, 1, false))))
        .containsExactly("stopped has no container");
    assertThat(broken(s -> s.groups().add(new Group("b", S, 1, false))))
        .containsExactly("stopped has no process");
    assertThat(broken(s -> s.mounts().add(new Mounted("b", S, "/merged"))))
        .containsExactly("stopped has no mount");
  }

  @Test
  void epochsThatDisagree() {
    assertThat(broken(s -> s.epochs().put(D, List.of()))).contains("epochs agree");
    assertThat(broken(s -> s.epochs().put(D, List.of(new Epoch(3, "b", "u2")))))
        .contains("epochs agree");
    assertThat(broken(s -> s.owners().set(0, new Owner("a", D, "u1", 2))))
        .containsExactly("epochs agree");
    assertThat(broken(s -> s.owners().set(0, new Owner("a", D, "u2", 1))))
        .containsExactly("epochs agree");
    assertThat(broken(s -> s.containers().set(0, new Container("a", D, 1, true))))
        .containsExactly("epochs agree");
  }

  @Test
  void stagingOfAnUpperThatNoEpochNames() {
    assertThat(broken(s -> s.staged().put(S, Set.of("u9"))))
        .containsExactly("staging is of an upper");
  }

  @Test
  void whatIsOfADesktopThatIsDeleted() {
    assertThat(broken(s -> s.groups().add(new Group("a", "gone", 1, false))))
        .containsExactly("nothing is left");
    assertThat(broken(s -> s.containers().add(new Container("a", "gone", 1, false))))
        .containsExactly("nothing is left");
    assertThat(broken(s -> s.mounts().add(new Mounted("a", "gone", "/merged"))))
        .containsExactly("nothing is left");
    assertThat(broken(s -> s.owners().add(new Owner("a", "gone", "u", 1))))
        .containsExactly("nothing is left");
    assertThat(broken(s -> s.stored().add("gone"))).containsExactly("nothing is left");
  }

  @Test
  void leaks() {
    assertThat(broken(s -> s.leaks().add("loop device"))).containsExactly("nothing is left");
  }
}
