package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A node is emptied for maintenance, and its desktops come home. */
@ExtendWith(LabExtension.class)
class DrainE2E {
  @Test
  void desktopsLeaveTheNodeWithAllTheyHaveAndComeHome(Lab lab) throws IOException {
    Member running = lab.register(null);
    String node = running.node();
    Member stopped = lab.register(node);
    running
        .shell()
        .sh("mkdir /home/data && cd /home/data && for i in {1..50}; do echo $i > f$i; done");
    String before = running.shell().tree("/home/data");
    stopped.does("stop");

    JsonNode plan = lab.admin().get(path(node) + "/drain-plan").expect(200).body();
    assertThat(of(plan, running).path("target").asString()).isNotEqualTo(node).isNotEmpty();
    assertThat(of(plan, running).path("blocker").isNull()).isTrue();
    assertThat(of(plan, stopped).path("running").asBoolean()).isFalse();

    lab.admin().post(path(node) + "/drain", Map.of("atOnce", 2)).expect(202);
    JsonNode drain = awaitEnd(lab, node);
    for (Member member : new Member[] {running, stopped}) {
      assertThat(of(drain.path("moves"), member).path("state").asString()).isEqualTo("moved");
      assertThat(member.node()).isNotEqualTo(node);
    }
    assertThat(running.shell().tree("/home/data")).isEqualTo(before);
    running.awaitViewer().close();
    assertThat(
            lab.api()
                .post("/api/v1/registrations", Lab.registration(Lab.newLogin(), node))
                .status())
        .as("a registration that wants the emptied node")
        .isEqualTo(422);

    lab.admin().post(path(node) + "/bring-home", Map.of()).expect(202);
    JsonNode home = awaitEnd(lab, node);
    assertThat(home.path("home").asBoolean()).isTrue();
    assertThat(running.node()).isEqualTo(node);
    assertThat(running.shell().tree("/home/data")).isEqualTo(before);
    stopped.does("start");
    assertThat(stopped.node()).isEqualTo(node);
    running.does("delete");
    stopped.does("delete");
  }

  private static JsonNode awaitEnd(Lab lab, String node) {
    return Wait.until(
        "the drain of " + node + " to end",
        Duration.ofMinutes(5),
        () -> {
          JsonNode drain = lab.admin().get(path(node) + "/drain").expect(200).body();
          return drain.path("endedAt").isNull() ? null : drain;
        });
  }

  private static JsonNode of(JsonNode lines, Member member) {
    for (JsonNode line : lines) {
      if (line.path("desktop").asString().equals(member.desktop())) {
        return line;
      }
    }
    throw new AssertionError("nothing about " + member.desktop() + " in " + lines);
  }

  private static String path(String node) {
    return "/api/v1/nodes/" + node;
  }
}
