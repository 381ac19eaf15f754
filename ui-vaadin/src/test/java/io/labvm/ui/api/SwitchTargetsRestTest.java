package io.labvm.ui.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Where a desktop may go is told in the order in which placement chooses. */
@PortalTest
class SwitchTargetsRestTest {
  private static int members;

  @Autowired private Lab lab;
  @LocalServerPort private int port;
  private Api member = new Api(0, null);
  private Api stranger = new Api(0, null);
  private String desktop = "";

  @BeforeEach
  void makeDesktop() {
    lab.execute("update node set left_at = now()");
    Api api = new Api(port, null);
    String owner = "target-" + ++members;
    desktop = api.register(owner).expect(202).text("desktop");
    node("t-here", 1L << 40);
    lab.run(desktop, "t-here", 1);
    lab.execute("update desktop set assigned_node = 't-here' where id = ?", desktop);
    member = api.signIn(owner);
    api.register("bystander-" + members).expect(202);
    stranger = api.signIn("bystander-" + members);
  }

  @AfterEach
  void forget() {
    lab.execute("update node set left_at = now() where id like 't-%'");
    lab.execute("update node set left_at = null where id not like 't-%'");
  }

  /** One of 16 processors that tells its figures. */
  private void node(String id, long memory) {
    lab.node(id, "127.0.0.1", 1);
    lab.execute(
        "update node set left_at = null, beacon_at = now(), metrics_at = now(),"
            + " metrics = cast(? as jsonb) where id = ?",
        """
        {"cpus": 16, "cpuLoad": 0, "memoryTotalBytes": %d, "memoryUsedBytes": 1000,
          "diskTotalBytes": 1000000000000, "diskFreeBytes": 1000000000000,
          "networkReceivedBytes": 0, "networkSentBytes": 0, "engineVersion": "20",
          "kernel": "6", "desktops": [], "gpus": []}
        """
            .formatted(memory),
        id);
  }

  private List<JsonNode> targets() {
    List<JsonNode> all = new ArrayList<>();
    member
        .get("/api/v1/desktops/" + desktop + "/switch-targets")
        .expect(200)
        .body()
        .forEach(all::add);
    return all;
  }

  private static String name(JsonNode target) {
    return target.path("node").asString();
  }

  @Test
  void bestIsFirstAndWhatCannotBeIsLast() {
    node("t-a-full", 1000);
    node("t-b", 1L << 40);
    node("t-c-base", 1L << 40);
    lab.node("t-d-mute", "127.0.0.1", 1);
    lab.execute(
        "insert into desktop (id, owner, name, login, base, language, milli_cpus, memory_bytes, pids,"
            + " shm_bytes, ip, state, node, wanted) select ?, owner, 'x', login || 'x', base,"
            + " language, 1, 1, 1, 1, '10.255.255.9', 'stopped', 't-c-base', 'stopped' from desktop"
            + " where id = ?",
        desktop + "x",
        desktop);
    List<JsonNode> targets = targets();
    lab.execute("update desktop set deleted_at = now() where id = ?", desktop + "x");
    assertThat(targets.stream().map(SwitchTargetsRestTest::name))
        .containsExactly("t-c-base", "t-b", "t-here", "t-a-full", "t-d-mute");
    assertThat(targets.stream().map(t -> t.path("usable").asBoolean()))
        .containsExactly(true, true, false, false, false);
    assertThat(targets.stream().map(t -> t.path("base").asBoolean(false)))
        .containsExactly(true, false, true, false, false);
    assertThat(targets.get(3).path("room").asBoolean()).isFalse();
    assertThat(targets.get(4).path("room").isNull()).as("it has told nothing").isTrue();
    assertThat(targets.get(0).path("gpus").isNull()).as("it wants none").isTrue();
  }

  @Test
  void gpusThatAreWantedDecideFirst() {
    node("t-b-none", 1L << 40);
    node("t-c-free", 1L << 33);
    lab.execute(
        "update node set gpu_mode = 'exclusive', metrics = metrics || cast(? as jsonb)"
            + " where id = 't-c-free'",
        """
        {"gpus": [{"uuid": "GPU-t1", "name": "A", "memoryUsedBytes": 0, "memoryTotalBytes": 1}]}
        """);
    lab.execute("update desktop set gpus = 1 where id = ?", desktop);
    assertThat(targets().stream().limit(2).map(t -> name(t) + " " + t.path("gpus").asString()))
        .containsExactly("t-c-free now", "t-b-none never");
    lab.execute(
        "insert into gpu_lease (gpu, node, desktop) select 'GPU-t1', 't-c-free', id from desktop"
            + " where id <> ? limit 1",
        desktop);
    assertThat(targets().getFirst().path("gpus").asString()).isEqualTo("later");
    lab.execute("delete from gpu_lease where gpu = 'GPU-t1'");
  }

  @Test
  void strangersAreToldNothing() {
    stranger.get("/api/v1/desktops/" + desktop + "/switch-targets").refused(404, "not-found");
  }
}
