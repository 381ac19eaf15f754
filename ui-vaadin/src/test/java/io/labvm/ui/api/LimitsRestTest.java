package io.labvm.ui.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalHome;
import io.labvm.ui.kit.PortalTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who may change limits, to which values, and what the desktop is asked. */
@PortalTest
class LimitsRestTest {
  private static int rounds;

  @Autowired private Lab lab;
  @LocalServerPort private int port;
  private Api admin = new Api(0, null);
  private Api member = new Api(0, null);
  private Api stranger = new Api(0, null);
  private String desktop = "";

  @BeforeEach
  void makeDesktopOnANodeWithTwoProcessors() {
    Api api = new Api(port, null);
    admin = api.as(PortalHome.ADMIN_TOKEN);
    String node = "limits-" + ++rounds;
    lab.node(node, "127.0.0.1", 1);
    lab.execute(
        "update node set metrics_at = now(), metrics = cast(? as jsonb) where id = ?",
        """
        {"cpus": 2, "cpuLoad": 0, "memoryTotalBytes": 8589934592, "memoryUsedBytes": 1,
          "diskTotalBytes": 1, "diskFreeBytes": 1, "networkReceivedBytes": 0,
          "networkSentBytes": 0, "engineVersion": "20", "kernel": "6", "desktops": [], "gpus": []}
        """,
        node);
    desktop = api.register("limits-" + rounds).expect(202).text("desktop");
    member = api.signIn("limits-" + rounds);
    api.register("limits-other-" + rounds).expect(202);
    stranger = api.signIn("limits-other-" + rounds);
    lab.run(desktop, node, 1);
  }

  private Api.Answer change(Api by, Map<String, ?> wanted) {
    return by.put("/api/v1/desktops/" + desktop + "/limits", wanted);
  }

  @Test
  void anAdminsChangeIsQueuedWithAllThatIsToHold() {
    String operation =
        change(admin, Map.of("milliCpus", 1500, "memoryBytes", 4L << 30))
            .expect(202)
            .text("operation");
    assertThat(
            lab.text(
                "select payload ->> 'limits' from outbox where operation = ? and command ="
                    + " 'limits'",
                operation))
        .contains("\"milliCpus\": 1500", "\"memoryBytes\": 4294967296", "\"pids\": ")
        .isNotEqualTo("{}");
    assertThat(lab.text("select kind from operation where id = ?", operation)).isEqualTo("limits");
    change(admin, Map.of("milliCpus", 500)).refused(409, "wrong-state");
  }

  @Test
  void valuesThatAreNoLimitsOrMoreThanTheNodeHasAreRefused() {
    change(admin, Map.of("milliCpus", 99)).refused(422, "invalid");
    change(admin, Map.of("milliCpus", 2001)).refused(422, "invalid");
    change(admin, Map.of("memoryBytes", 1 << 20)).refused(422, "invalid");
    change(admin, Map.of("memoryBytes", 9L << 30)).refused(422, "invalid");
    change(admin, Map.of("pids", 63)).refused(422, "invalid");
    change(admin, Map.of("shmBytes", -1)).refused(422, "invalid");
    change(admin, Map.of("memoryBytes", 1L << 30, "shmBytes", 2L << 30)).refused(422, "invalid");
    assertThat(
            lab.number(
                "select count(*) from operation where desktop = ? and kind = 'limits'", desktop))
        .isZero();
  }

  @Test
  void limitsAreForAdminsAndForeignDesktopsAreUnknown() {
    change(member, Map.of("milliCpus", 500)).refused(403, "forbidden");
    change(stranger, Map.of("milliCpus", 500)).refused(404, "not-found");
    lab.settle(desktop, "node-lost");
    change(admin, Map.of("milliCpus", 500)).refused(409, "wrong-state");
    lab.settle(desktop, "stopped");
    change(admin, Map.of("milliCpus", 500)).expect(202);
  }
}
