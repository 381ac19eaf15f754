package io.labvm.ui.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalHome;
import io.labvm.ui.kit.PortalTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@PortalTest
class NodeHistoryRestTest {
  private static final String HISTORY = "/api/v1/nodes/past/history";

  @Autowired private Lab lab;
  @LocalServerPort private int port;
  private Api api;

  @BeforeEach
  void node() {
    api = new Api(port, null).as(PortalHome.ADMIN_TOKEN);
    lab.node("past", "127.0.0.1", 1);
    lab.execute("delete from node_history");
  }

  /** In the minutes of ten before now, so that each is a step of its own. */
  private void told(int tenMinutesAgo, double cpu, long received, String gpus) {
    lab.execute(
        "insert into node_history (node, step, at, cpu, memory, received, sent, desktops, gpu_use,"
            + " gpu_memory, gpu_celsius, gpu_watts) select 'past', 60,"
            + " date_bin('10 minutes', now(), 'epoch') - make_interval(mins => 10 * ?), ?, 0.5, ?,"
            + " 0, 1, g, g, g, g from (select cast(? as real[]) as g) gpus",
        tenMinutesAgo,
        cpu,
        received,
        gpus);
  }

  @Test
  void meansGapsRatesAndGpusAreTold() {
    told(4, 0.25, 1000, "{0.5,null}");
    told(3, 0.75, 601_000, "{1,null}");
    told(1, 0.5, 7, "{}");
    lab.execute(
        "insert into node_history (node, step, at, cpu, received, sent, desktops) values"
            + " ('past', 2, now(), 1, 1, 1, 1)");
    JsonNode day = api.get(HISTORY + "?range=24h").expect(200).body();
    assertThat(day.path("stepSeconds").asLong()).isEqualTo(600);
    JsonNode points = day.path("points");
    assertThat(points.size()).as("only what is known: " + points).isEqualTo(3);
    assertThat(points.path(0).path("cpu").asDouble()).isEqualTo(0.25);
    assertThat(points.path(0).path("receivedPerSecond").isNull()).isTrue();
    assertThat(points.path(0).path("gpus").path(0).path("use").asDouble()).isEqualTo(0.5);
    assertThat(points.path(0).path("gpus").path(1).path("use").isNull()).isTrue();
    assertThat(points.path(1).path("receivedPerSecond").asDouble()).isEqualTo(1000);
    assertThat(points.path(2).path("receivedPerSecond").isNull()).as("it restarted").isTrue();
    assertThat(points.path(2).path("gpus").size()).isZero();
  }

  /** The step that has just begun, too, and one with a gap in it. */
  @Test
  void ratesAreThoseOfTheTimeBetweenWhatWasTold() {
    lab.execute(
        "insert into node_history (node, step, at, cpu, received, sent, desktops)"
            + " select 'past', 2, date_bin('30 seconds', now(), 'epoch')"
            + " - make_interval(secs => ago), 1, 1000 - 10 * ago, 2000 - 20 * ago, 1"
            + " from unnest(array[59, 57, 30, 29, 3, 1, -1]) ago");
    JsonNode points = api.get(HISTORY + "?range=1h").expect(200).body().path("points");
    assertThat(points.size()).as("points: " + points).isEqualTo(3);
    for (int i = 1; i < 3; i++) {
      assertThat(points.path(i).path("receivedPerSecond").asDouble()).isEqualTo(10);
      assertThat(points.path(i).path("sentPerSecond").asDouble()).isEqualTo(20);
    }
  }

  @Test
  void otherNodesAndRangesAreRefused() {
    assertThat(api.get("/api/v1/nodes/nobody/history").expect(404).body().toString())
        .contains("not-found");
    assertThat(api.get(HISTORY + "?range=2h").expect(422).body().toString()).contains("24h");
    new Api(port, null).get(HISTORY).expect(401);
  }
}
