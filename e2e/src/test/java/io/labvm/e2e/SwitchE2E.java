package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A desktop moves between the two nodes, running and stopped. */
@ExtendWith(LabExtension.class)
class SwitchE2E {
  @Test
  void everythingComesAlongThereAndBackAndTheAddressStays(Lab lab) throws IOException {
    Member member = lab.register(null);
    String first = member.node();
    member
        .shell()
        .sh(
            "mkdir -p /home/data/deep && cd /home/data && for i in {1..300}; do echo $i > f$i; done"
                + " && ln f1 deep/link && ln -s f2 soft && mkfifo pipe && chmod 4750 f3"
                + " && head -c 3000000 /dev/urandom > big && truncate -s 64M sparse");
    String before = member.shell().tree("/home/data");
    String vnc = member.show().path("addresses").path("vnc").asString();
    String secret = member.secret();

    String second = otherThan(member, first);
    JsonNode there = member.operate("switch", Map.of("node", second));
    assertThat(member.node()).isEqualTo(second);
    assertThat(member.shell().tree("/home/data")).isEqualTo(before);
    assertThat(member.show().path("addresses").path("vnc").asString()).isEqualTo(vnc);
    assertThat(member.secret()).isEqualTo(secret);
    member.awaitViewer().close();
    JsonNode moved = there.path("result").path("moved");
    assertThat(moved.path("from").asString()).isEqualTo(first);
    assertThat(moved.path("unreachableMillis").asLong()).isPositive();
    assertThat(moved.path("pauseBytes").asLong()).isLessThan(3_000_000);
    assertThat(uppersOn(lab, first, member)).as("upper left on " + first).isFalse();
    System.out.println("switched: " + moved);

    member.shell().sh("rm /home/data/f5; echo changed > /home/data/f6");
    String changed = member.shell().tree("/home/data");
    JsonNode back = member.operate("switch", Map.of("node", "automatic"));
    assertThat(member.node()).isEqualTo(first);
    assertThat(member.shell().tree("/home/data")).isEqualTo(changed);
    System.out.println("and back: " + back.path("result").path("moved"));

    member.does("stop");
    var ignored = member.operate("switch", Map.of("node", second));
    member.does("start");
    assertThat(member.node()).isEqualTo(second);
    assertThat(member.shell().tree("/home/data")).isEqualTo(changed);
    refusals(member, second);
    member.does("delete");
  }

  @Test
  void namesWhatWouldEndAndBeginsAtItsTime(Lab lab) {
    Member member = lab.register(null);
    String first = member.node();
    member.shell().sh("for i in 1 2; do setsid sleep 100000 > /dev/null 2>&1 & done");
    JsonNode programs =
        Wait.until(
            "the programs to be told",
            Duration.ofSeconds(60),
            () -> {
              JsonNode told = member.api().get(path(member) + "/programs").expect(200).body();
              return told.path("programs").toString().contains("\"sleep\"") ? told : null;
            });
    assertThat(programs.path("programs").toString())
        .contains("\"processes\":2")
        .doesNotContain("Xvnc", "tini", "labvm-init");

    String second = otherThan(member, first);
    String never = plan(member, second, Instant.now().plus(Duration.ofHours(1)));
    member.api().sendRaw("DELETE", path(member) + "/planned-switch", "").expect(204);
    String plan = plan(member, second, Instant.now().plusSeconds(10));
    JsonNode shown = member.api().get(path(member) + "/planned-switch").expect(200).body();
    assertThat(shown.path("id").asString()).isEqualTo(plan).isNotEqualTo(never);
    Wait.untilTrue(
        "the planned switch to begin",
        Duration.ofSeconds(60),
        () -> member.api().get("/api/v1/operations/" + plan).status() == 200);
    var _ = member.awaitOperation(plan, "succeeded");
    assertThat(member.node()).isEqualTo(second);
    assertThat(member.api().get("/api/v1/operations/" + never).status()).isEqualTo(404);
    member.does("delete");
  }

  private static String plan(Member member, String node, Instant at) {
    var body = Map.of("node", node, "when", "at", "at", at.toString());
    return member.api().post(path(member) + "/switch", body).expect(202).text("id");
  }

  private static String otherThan(Member member, String node) {
    for (JsonNode target : targets(member)) {
      if (target.path("usable").asBoolean()) {
        assertThat(target.path("node").asString()).isNotEqualTo(node);
        return target.path("node").asString();
      }
    }
    throw new AssertionError("no node to switch to: " + targets(member));
  }

  private static JsonNode targets(Member member) {
    return member.api().get(path(member) + "/switch-targets").expect(200).body();
  }

  private static void refusals(Member member, String here) {
    member.api().post(path(member) + "/switch", Map.of("node", here)).expect(422);
    member.api().post(path(member) + "/switch", Map.of("node", "n99")).expect(422);
    member.api().post(path(member) + "/switch", Map.of("when", "whenever")).expect(422);
  }

  private static String path(Member member) {
    return "/api/v1/desktops/" + member.desktop();
  }

  private static boolean uppersOn(Lab lab, String node, Member member) throws IOException {
    Path upper = Path.of("desktops", member.desktop(), "upper");
    try (var files = Files.walk(lab.home().resolve("nodes").resolve(node), 4)) {
      return files.anyMatch(file -> file.endsWith(upper));
    }
  }
}
