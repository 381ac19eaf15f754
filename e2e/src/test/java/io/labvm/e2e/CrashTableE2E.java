package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Kills each process while registrations are held before and after each of their steps.
 *
 * <p>One kill serves all steps: a registration per fault point is brought to its point, then the
 * process is killed, then all points are opened. Each registration must end as one running desktop
 * or as none at all; afterwards nothing may be left. The table is printed at the end.
 */
@ExtendWith(LabExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashTableE2E {
  private static final String GATE = "Control.Place.before";
  private static final List<String> STEPS =
      List.of(
          "Store.CreateDesktop",
          "NodeIo.FetchBase",
          "Store.TakeEpoch",
          "Control.Assign",
          "Node.PrepareRoot",
          "Node.RunContainer",
          "Node.AwaitVnc");

  /** Rows are fault points, columns are killed processes, cells say how the registration ended. */
  private final FaultTable table = new FaultTable("step × killed");

  @ParameterizedTest
  @ValueSource(strings = {"portal", "control", "store", "temporal", "dockerd", "agent", "guard"})
  void registrationsSurviveTheDeathOf(String victim, Lab lab) {
    String node = lab.nodes().getFirst();
    var before = Leftovers.of(lab);
    var held = registerAtEachPoint(lab, node);
    kill(lab, victim, node);
    held.forEach((point, member) -> lab.faults().release(Faults.of(point, member.desktop())));
    var ended = new TreeMap<String, String>();
    held.forEach((point, member) -> ended.put(point, outcome(member)));
    ended.forEach((point, end) -> table.put(point, victim, end));
    assertThat(ended.values())
        .allMatch(end -> end.equals("succeeded") || end.equals("rolled-back"));
    held.values().forEach(CrashTableE2E::isOneDesktopOrNone);
    held.values().forEach(member -> member.does("delete"));
    before.awaitAgain(lab);
  }

  private static Map<String, Member> registerAtEachPoint(Lab lab, String node) {
    lab.faults().hold(GATE);
    var held = new LinkedHashMap<String, Member>();
    for (String step : STEPS) {
      for (String side : List.of(".before", ".after")) {
        var member = lab.submit(node);
        lab.faults().hold(Faults.of(step + side, member.desktop()));
        held.put(step + side, member);
      }
    }
    lab.faults().release(GATE);
    held.forEach(
        (point, member) ->
            lab.faults().awaitReached(Faults.of(point, member.desktop()), Duration.ofMinutes(2)));
    return held;
  }

  private static void kill(Lab lab, String victim, String node) {
    String process =
        switch (victim) {
          case "dockerd", "agent", "guard" -> "node-" + node + "-" + victim;
          default -> victim;
        };
    lab.kill(process);
  }

  private static String outcome(Member member) {
    JsonNode ended =
        Wait.until(
            "the registration of " + member.login() + " to end",
            Duration.ofMinutes(4),
            () -> {
              JsonNode body =
                  member.api().get("/api/v1/operations/" + member.registration()).body();
              String state = body.path("state").asString("");
              return List.of("", "queued", "waiting", "running").contains(state) ? null : body;
            });
    return ended.path("state").asString();
  }

  private static void isOneDesktopOrNone(Member member) {
    JsonNode desktops = member.api().get("/api/v1/desktops").expect(200).body();
    assertThat(desktops.findValuesAsString("id")).containsOnlyOnce(member.desktop());
    if (desktops.path(0).path("state").asString("").equals("running")
        || member.show().path("state").asString().equals("running")) {
      try (var viewer = member.awaitViewer()) {
        viewer.update(false);
      } catch (java.io.IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @AfterAll
  void print() {
    System.out.println(table);
    assertThat(table.hasHoles()).isFalse();
  }
}
