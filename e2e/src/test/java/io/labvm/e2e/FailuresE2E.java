package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Processes are killed in the middle of backups and of upkeep. Nothing is lost, desktops run on,
 * and nobody has to unlock anything.
 *
 * <p>One kill serves many places: each desktop is brought to one of its own before.
 */
@ExtendWith(LabExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailuresE2E {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String FROZEN = "sync.freeze.after";
  private static final String SHIPPING = "sync.publish.before";

  /** Every second place of a seal, in its order. */
  private static final List<String> SEAL_ODD =
      List.of(
          "seal.check.before",
          "seal.fold.after",
          "seal.layer.after",
          "version.write.after",
          "seal.presence.before",
          "seal.remove-segment.before");

  /** The places between them. */
  private static final List<String> SEAL_EVEN =
      List.of(
          "seal.fold.before",
          "seal.verify.after",
          "seal.version.before",
          "seal.version.after",
          "seal.presence.after",
          "seal.remove-segment.after");

  private static final String MAINTENANCE = "/api/v1/admin/storage/maintenance";

  private Lab lab;
  private Leftovers before;
  private List<Member> members;

  /** A backup that was asked for. */
  private record Asked(Member member, String operation) {
    static Asked of(Member member) {
      return new Asked(member, member.send("backup", null));
    }

    void endsInAVersion() {
      Aftermath.endsInAVersion(member, operation);
    }
  }

  @BeforeAll
  void register(Lab shared) {
    lab = shared;
    before = Leftovers.of(lab);
    List<String> nodes = lab.nodes();
    members =
        IntStream.range(0, SEAL_ODD.size())
            .mapToObj(i -> lab.submit(nodes.get(i % nodes.size())))
            .toList();
    for (Member member : members) {
      var ignored = member.awaitOperation(member.registration(), "succeeded");
    }
  }

  @AfterEach
  void letGo() {
    lab.faults().releaseAll();
  }

  @AfterAll
  void leavesNothing() {
    members.forEach(member -> member.does("delete"));
    before.awaitAgain(lab);
  }

  @Test
  void agentsDieWhileADesktopStandsStillAndWhileOthersAreCapturedAndShipped() {
    write("agents");
    members.forEach(Member::awaitShipped);
    var asked = new ArrayList<Asked>();
    asked.add(heldAt("NodeIo.Capture.after", members.get(2)));
    asked.add(heldAt("NodeIo.Capture.before", members.get(3)));
    asked.add(agentDiesWhileShipping(members.get(1)));
    asked.add(agentDiesWhileItStandsStill(members.get(0)));
    lab.faults().releaseAll();
    asked.forEach(Asked::endsInAVersion);
    asked.forEach(a -> Aftermath.isWhole(a.member()));
    Aftermath.storeIsSound(lab);
  }

  private Asked heldAt(String step, Member member) {
    String point = Faults.of(step, member.desktop());
    lab.faults().hold(point);
    Asked asked = Asked.of(member);
    lab.faults().awaitReached(point, SOON);
    return asked;
  }

  /** By way of the freeze: what is shipped before it may be what shipping by itself has left. */
  private Asked agentDiesWhileShipping(Member member) {
    long agent = lab.pid(agent(member));
    lab.faults().hold(FROZEN);
    Asked asked = Asked.of(member);
    lab.faults().awaitReached(FROZEN, SOON);
    lab.faults().hold(SHIPPING);
    lab.faults().release(FROZEN);
    lab.faults().awaitReached(SHIPPING, SOON);
    assertThat(lab.faults().holder(SHIPPING)).isEqualTo(agent);
    Lab.kill(agent);
    lab.faults().release(SHIPPING);
    return asked;
  }

  private Asked agentDiesWhileItStandsStill(Member member) {
    long agent = lab.pid(agent(member));
    long process = member.shell().pid();
    lab.faults().hold(FROZEN);
    Asked asked = Asked.of(member);
    lab.faults().awaitReached(FROZEN, SOON);
    long holder = lab.faults().holder(FROZEN);
    Lab.kill(holder);
    assertThat(Aftermath.standsStill(process)).as("stands still without its agent").isTrue();
    assertThat(holder).isEqualTo(agent);
    lab.faults().release(FROZEN);
    Wait.untilTrue("the desktop to go on", SOON, () -> !Aftermath.standsStill(process));
    lab.awaitAnother(agent(member), agent);
    return asked;
  }

  private static String agent(Member member) {
    return "node-" + member.node() + "-agent";
  }

  @Test
  void theStoreAgentDiesAtEachStepOfSealsAndInPrunes() {
    members.forEach(member -> keep(member, Map.of("last", 1)));
    write("first");
    members.stream().map(Asked::of).toList().forEach(Asked::endsInAVersion);
    write("second");
    storeAgentDies(SEAL_ODD, "prune.version.before");
    write("third");
    storeAgentDies(SEAL_EVEN, "version.trash.after");
    awaitPruned(prune());
    members.forEach(member -> assertThat(member.history().versions()).hasSize(1));
    members.forEach(Aftermath::isWhole);
    members.forEach(member -> keep(member, Map.of()));
    Aftermath.storeIsSound(lab);
  }

  private static void keep(Member member, Map<String, Integer> rules) {
    String path = "/api/v1/desktops/" + member.desktop() + "/retention-policy";
    var ignored = member.api().sendRaw("PUT", path, Api.JSON.writeValueAsString(rules)).expect(200);
  }

  /** The last place first: each desktop passes the places before its own while nobody is held. */
  private void storeAgentDies(List<String> seal, String inPrune) {
    var asked = new ArrayList<Asked>();
    for (int i = seal.size() - 1; i >= 0; i--) {
      lab.faults().hold(seal.get(i));
      asked.add(Asked.of(members.get(i)));
      lab.faults().awaitReached(seal.get(i), SOON);
    }
    lab.faults().hold(inPrune);
    String run = prune();
    lab.faults().awaitReached(inPrune, SOON);
    lab.kill("store");
    lab.faults().releaseAll();
    asked.forEach(Asked::endsInAVersion);
    awaitPruned(run);
    members.forEach(Aftermath::isWhole);
  }

  private String prune() {
    return lab.admin().post(MAINTENANCE + "/prune", null).expect(202).text("run");
  }

  private void awaitPruned(String run) {
    String state =
        Wait.until(
            "the prune to end",
            Duration.ofMinutes(2),
            () -> {
              JsonNode found = found(run);
              return found == null || found.path("endedAt").isNull()
                  ? null
                  : found.path("state").asString();
            });
    assertThat(state).isEqualTo("succeeded");
  }

  private @Nullable JsonNode found(String run) {
    for (JsonNode kind : lab.admin().get(MAINTENANCE).expect(200).body()) {
      for (JsonNode of : kind.path("runs")) {
        if (of.path("id").asString().equals(run)) {
          return of;
        }
      }
    }
    return null;
  }

  @Test
  void temporalDiesAtEachStepOfABackup() {
    write("temporal");
    List<String> steps =
        List.of(
            "NodeIo.Capture.before",
            "NodeIo.Capture.after",
            "Store.Seal.before",
            "Store.Seal.after",
            "Store.VerifyVersion.after",
            "Control.ProjectVersion.before");
    var asked = new ArrayList<Asked>();
    for (int i = 0; i < steps.size(); i++) {
      asked.add(heldAt(steps.get(i), members.get(i)));
    }
    lab.kill("temporal");
    lab.faults().releaseAll();
    asked.forEach(Asked::endsInAVersion);
    members.forEach(Aftermath::isWhole);
    Aftermath.storeIsSound(lab);
  }

  private void write(String name) {
    members.forEach(member -> Aftermath.write(member, name));
  }
}
