package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.e2e.chaos.Rules;
import io.labvm.e2e.chaos.Violation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Members ask for this and that while processes are killed, stopped and cut off. Whenever that has
 * ended, all comes to rest by itself, and the rules of {@link Rules} hold.
 *
 * <p>{@code labvm.chaos.minutes} says for how long, {@code labvm.chaos.seed} repeats what was left
 * to chance.
 */
class ChaosE2E {
  private static final Duration BRIEF = Duration.ofSeconds(75);

  private final long seed = Long.getLong("labvm.chaos.seed", System.nanoTime() % 1_000_000_000);
  private final @Nullable Integer minutes = Integer.getInteger("labvm.chaos.minutes");
  private final ChaosDice dice = new ChaosDice(seed);
  private final ChaosDiary diary = new ChaosDiary();
  private Lab lab;
  private List<String> nodes;
  private ChaosGroups groups;
  private ChaosFaults faults;
  private ChaosMembers members;
  private Processes processes;
  private ChaosRest rest;
  private Inspection inspection;
  private Leftovers before;

  @BeforeEach
  void start() throws IOException {
    diary.note("chaos --seed %d".formatted(seed));
    lab = Lab.start("tiny", "labvm.control.recoveries-per-hour: 1000");
    nodes = lab.nodes();
    before = Leftovers.of(lab);
    groups = new ChaosGroups(DesktopShell.hash(lab.home()), nodes);
    faults = new ChaosFaults(lab, nodes, diary);
    members = new ChaosMembers(lab, diary);
    processes = new Processes(lab);
    rest = new ChaosRest(lab, processes);
    inspection =
        new Inspection(
            lab, new ChaosWorld(lab, nodes), groups, id -> members.known(id).member(), diary::note);
  }

  @AfterEach
  void stop() throws IOException {
    groups.close();
    lab.close();
  }

  @Test
  void desktopsRunOnceAndLoseNothingWhateverDies() {
    Instant end = Instant.now().plus(minutes == null ? BRIEF : Duration.ofMinutes(minutes));
    try {
      for (int i = 0; i < 3; i++) {
        members.register();
      }
      allIsWell();
      for (int round = 1; Instant.now().isBefore(end); round++) {
        diary.count("rounds", "round %d".formatted(round));
        act();
        allIsWell();
      }
      leaveNothing();
    } catch (AssertionError | RuntimeException e) {
      String explained = explained(e.toString());
      System.out.println(explained);
      throw new AssertionError(explained, e);
    }
    System.out.println("chaos --seed " + seed + " " + diary.counts());
  }

  private void act() {
    var round = new ChaosRound(members, faults, groups, dice);
    round.draw();
    if (minutes != null) {
      round.drawPower(nodes);
    }
    round.run();
  }

  /** All comes to rest by itself, and everything is as it must be. */
  private void allIsWell() {
    Instant from = Instant.now();
    members.areNow(rest.await());
    fail(inspection.broken());
    rest.await()
        .forEach((id, desktop) -> members.known(id).isNow(desktop.path("state").asString()));
    var wrong = new ArrayList<Violation>();
    members.desktops().forEach(desktop -> wrong.addAll(desktop.operationsEnded()));
    members.desktops().forEach(desktop -> wrong.addAll(desktop.filesAreThere(dice)));
    wrong.addAll(groups.seen());
    fail(wrong);
    members.desktops().forEach(ChaosDesktop::newRound);
    members.desktops().stream()
        .filter(d -> d.state().equals("running") && dice.happens(0.3))
        .forEach(ChaosDesktop::awaitSaved);
    long seconds = Duration.between(from, Instant.now()).toSeconds();
    diary.note("at rest after %d s: %s".formatted(seconds, members.states()));
  }

  private static void fail(List<Violation> wrong) {
    if (!wrong.isEmpty()) {
      throw new AssertionError(String.join("\n", wrong.stream().map(Violation::toString).toList()));
    }
  }

  private void leaveNothing() {
    members.desktops().forEach(desktop -> desktop.member().does("delete"));
    before.awaitAgain(lab);
    Aftermath.storeIsSound(lab);
    assertThat(groups.seen()).isEmpty();
  }

  private String explained(@Nullable String what) {
    String told;
    try {
      told = told(lab.admin().get("/api/v1/desktops").body()) + "\nnot up: " + processes.down();
    } catch (RuntimeException e) {
      told = e.toString();
    }
    return "%s%nchaos --seed %d %s%nthe laboratory: %s%nthe last of it:%n%s"
        .formatted(what, seed, diary.counts(), told, diary.tail());
  }

  private static String told(JsonNode desktops) {
    var lines = new ArrayList<String>();
    for (JsonNode desktop : desktops) {
      lines.add(
          "%s %s on %s, operation %s, not saved %s"
              .formatted(
                  desktop.path("id").asString(),
                  desktop.path("state").asString(),
                  desktop.path("node").asString(""),
                  desktop.path("operation"),
                  desktop.path("recoveryPoint")));
    }
    return String.join("\n", lines);
  }
}
