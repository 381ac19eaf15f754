package io.labvm.ui.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalHome;
import io.labvm.ui.kit.PortalTest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Who may ask for GPUs and change how they are given, and what everybody sees of it. */
@PortalTest
class GpuRestTest {
  private static int rounds;

  @Autowired private Lab lab;
  @LocalServerPort private int port;
  private Api admin = new Api(0, null);
  private Api member = new Api(0, null);
  private Api stranger = new Api(0, null);
  private String desktop = "";
  private String node = "";

  @BeforeEach
  void makeDesktopOnANodeWithTwoGpus() {
    Api api = new Api(port, null);
    admin = api.as(PortalHome.ADMIN_TOKEN);
    node = "gpus-" + ++rounds;
    lab.node(node, "127.0.0.1", 1);
    lab.execute(
        "update node set metrics_at = now(), metrics = cast(? as jsonb) where id = ?",
        """
        {"cpus": 2, "cpuLoad": 0, "memoryTotalBytes": 1, "memoryUsedBytes": 1,
          "diskTotalBytes": 1, "diskFreeBytes": 1, "networkReceivedBytes": 0,
          "networkSentBytes": 0, "engineVersion": "20", "kernel": "6", "desktops": [],
          "gpus": [
            {"uuid": "a%1$d", "name": "H", "memoryUsedBytes": 0, "memoryTotalBytes": 1},
            {"uuid": "b%1$d", "name": "H", "memoryUsedBytes": 0, "memoryTotalBytes": 1}],
          "gpuGiving": {"way": "cdi", "problem": null}}
        """
            .formatted(rounds),
        node);
    desktop = api.register("gpu-" + rounds).expect(202).text("desktop");
    member = api.signIn("gpu-" + rounds);
    api.register("gpu-other-" + rounds).expect(202);
    stranger = api.signIn("gpu-other-" + rounds);
  }

  private Api.Answer ask(Api by, @Nullable Integer count) {
    Map<String, @Nullable Object> body = new HashMap<>();
    body.put("count", count);
    return by.put("/api/v1/desktops/" + desktop + "/gpus", body);
  }

  private Api.Answer until(String time) {
    return member.put("/api/v1/desktops/" + desktop + "/gpus", Map.of("count", 1, "until", time));
  }

  private Api.Answer mode(Api by, String mode) {
    return by.put("/api/v1/nodes/" + node + "/gpu-mode", Map.of("mode", mode));
  }

  private JsonNode node() {
    for (JsonNode each : member.get("/api/v1/nodes").expect(200).body()) {
      if (each.path("id").asString().equals(node)) {
        return each;
      }
    }
    throw new AssertionError(node);
  }

  @Test
  void everybodySeesHowANodeGivesItsGpusAndToWhom() {
    assertThat(node().at("/gpus/mode").asString()).isEqualTo("shared");
    assertThat(node().at("/figures/gpuWay").asString()).isEqualTo("cdi");
    mode(admin, "exclusive").expect(204);
    mode(admin, "exclusive").expect(204);
    lab.run(desktop, node, 3);
    ask(member, 1).expect(200);
    lab.execute(
        "insert into gpu_lease (gpu, node, desktop, epoch) values (?, ?, ?, 3)",
        "b" + rounds,
        node,
        desktop);
    JsonNode gpus = node().path("gpus");
    assertThat(gpus.path("mode").asString()).isEqualTo("exclusive");
    assertThat(gpus.at("/holders/b" + rounds + "/login").asString()).isEqualTo("gpu-" + rounds);
    JsonNode own = member.get("/api/v1/desktops/" + desktop).expect(200).body().path("gpus");
    assertThat(own.path("held").path(0).asString()).isEqualTo("b" + rounds);
    assertThat(own.path("wanted").asInt()).isEqualTo(1);
    assertThat(own.path("position").isNull()).isTrue();
  }

  @Test
  void whoeverWaitsSeesThePosition() {
    mode(admin, "exclusive").expect(204);
    lab.run(desktop, node, 1);
    String first = "first-" + rounds;
    lab.execute(
        "insert into desktop (id, owner, name, login, base, language, milli_cpus, memory_bytes,"
            + " pids, shm_bytes, ip, state) select ?, owner, name, login, base, language,"
            + " milli_cpus, memory_bytes, pids, shm_bytes, ip + 1000, state from desktop"
            + " where id = ?",
        first,
        desktop);
    for (String each : new String[] {first, desktop}) {
      lab.execute("insert into gpu_wait (desktop, node) values (?, ?)", each, node);
    }
    assertThat(ask(member, 2).expect(200).body().path("position").asInt()).isEqualTo(2);
    assertThat(node().at("/gpus/waiting").asInt()).isEqualTo(2);
    JsonNode waiting = shown().path("gpus");
    assertThat(waiting.path("turn").isNull()).as("enough are free").isFalse();
    lab.execute("update desktop set gpus = 1 where id = ?", first);
    assertThat(shown().at("/gpus/turn").isNull()).isTrue();
    lab.execute("update desktop set gpus_until = '2999-01-01T00:00:00Z' where id = ?", first);
    assertThat(shown().at("/gpus/turn").asString()).isEqualTo("2999-01-01T00:00:00Z");
    JsonNode listed = member.get("/api/v1/desktops").expect(200).body().path(0);
    assertThat(listed.at("/gpus/position").asInt()).isEqualTo(2);
  }

  @Test
  void lostGpusAreToldAndRepairedByAStartInTheMembersName() {
    lab.run(desktop, node, 3);
    lose(2);
    assertThat(shown().path("badges")).isEmpty();
    assertThat(shown().at("/gpus/problem").isNull()).as("of an earlier container").isTrue();
    lose(3);
    assertThat(shown().path("badges").path(0).asString()).isEqualTo("gpu-lost");
    assertThat(shown().at("/gpus/problem").asString()).isEqualTo("no NVML");
    repair(stranger).refused(404, "not-found");
    String operation = repair(member).expect(202).text("operation");
    assertThat(repair(member).expect(202).text("operation")).isEqualTo(operation);
    assertThat(
            lab.number(
                "select count(*) from outbox where command = 'start' and payload ->> 'operation' = ?"
                    + " and payload ->> 'anew' = 'true' and payload ->> 'requestedBy' <> 'system'",
                operation))
        .isEqualTo(1);
    member.post("/api/v1/desktops/" + desktop + "/stop", null).refused(409, "wrong-state");
  }

  private Api.Answer repair(Api by) {
    return by.post("/api/v1/desktops/" + desktop + "/repair-gpu", null);
  }

  private JsonNode shown() {
    return member.get("/api/v1/desktops/" + desktop).expect(200).body();
  }

  private void lose(long epoch) {
    lab.execute(
        "update node set metrics = jsonb_set(metrics, '{desktops}', cast(? as jsonb)) where id = ?",
        "[{\"desktop\": \"%s\", \"epoch\": %d, \"gpuProblem\": \"no NVML\"}]"
            .formatted(desktop, epoch),
        node);
  }

  @Test
  void wishesThatCannotBeAreRefusedAndForeignDesktopsAreUnknown() {
    mode(admin, "exclusive").expect(204);
    lab.run(desktop, node, 1);
    ask(member, 3).refused(422, "invalid");
    ask(member, 9).refused(422, "invalid");
    ask(member, -1).refused(422, "invalid");
    ask(stranger, 1).refused(404, "not-found");
    until("2020-01-01T00:00:00Z").refused(422, "invalid");
    until("2999-01-01T00:00:00Z").expect(200);
    ask(member, 2).expect(200);
    ask(member, null).expect(200);
    assertThat(lab.number("select count(*) from desktop where gpus is null and id = ?", desktop))
        .isEqualTo(1);
  }

  @Test
  void modeIsForAdminsAndWhileNoDesktopMayRunThere() {
    mode(member, "exclusive").refused(403, "forbidden");
    mode(admin, "greedy").refused(422, "invalid");
    lab.run(desktop, node, 1);
    mode(admin, "exclusive").refused(409, "wrong-state");
    lab.settle(desktop, "stopped");
    mode(admin, "exclusive").expect(204);
    lab.execute(
        "insert into gpu_lease (gpu, node, desktop) values (?, ?, ?)", "a" + rounds, node, desktop);
    mode(admin, "shared").refused(409, "wrong-state");
    admin.put("/api/v1/nodes/nobody/gpu-mode", Map.of("mode", "shared")).refused(404, "not-found");
  }
}
