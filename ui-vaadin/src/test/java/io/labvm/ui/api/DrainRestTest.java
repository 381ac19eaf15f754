package io.labvm.ui.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalHome;
import io.labvm.ui.kit.PortalTest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@PortalTest
class DrainRestTest {
  private static final String NODE = "/api/v1/nodes/drained";

  @Autowired private Lab lab;
  @LocalServerPort private int port;
  private Api api;
  private Api admin;

  @BeforeEach
  void connect() {
    api = new Api(port, null);
    admin = api.as(PortalHome.ADMIN_TOKEN);
    lab.node("n1", "127.0.0.1", 1);
    lab.node("drained", "127.0.0.1", 2);
  }

  @AfterEach
  void forget() {
    lab.execute("delete from drain");
    lab.execute("delete from node where id = 'drained'");
  }

  private String state() {
    for (var node : admin.get("/api/v1/nodes").expect(200).body()) {
      if (node.path("id").asString().equals("drained")) {
        return node.path("state").asString();
      }
    }
    throw new AssertionError("no such node");
  }

  private void end(String state) {
    lab.execute("update drain set state = ?, ended_at = now() where ended_at is null", state);
  }

  @Test
  void onlyAdminsEmptyNodesThatExist() {
    api.register("drainer").expect(202);
    Api member = api.signIn("drainer");
    member.post(NODE + "/drain", Map.of()).refused(403, "forbidden");
    member.get(NODE + "/drain-plan").refused(403, "forbidden");
    member.get(NODE + "/drain").refused(403, "forbidden");
    member.post(NODE + "/drain/cancel", null).refused(403, "forbidden");
    admin.post("/api/v1/nodes/n9/drain", Map.of()).refused(404, "not-found");
    admin.get(NODE + "/drain").refused(404, "not-found");
    admin.post(NODE + "/drain", Map.of("atOnce", 0)).refused(422, "invalid");
    admin.post(NODE + "/drain", Map.of("atOnce", 1000)).refused(422, "invalid");
    assertThat(lab.number("select count(*) from drain")).isZero();
  }

  @Test
  void askedTwiceIsOneDrain() {
    long before = audited();
    String first = admin.post(NODE + "/drain", Map.of("atOnce", 3)).expect(202).text("id");
    assertThat(admin.post(NODE + "/drain", null).expect(202).text("id")).isEqualTo(first);
    assertThat(lab.number("select count(*) from drain where at_once = 3")).isEqualTo(1);
    assertThat(state()).isEqualTo("draining");
    assertThat(audited() - before).isEqualTo(1);
  }

  private long audited() {
    return lab.number("select count(*) from audit where action = 'drain'");
  }

  @Test
  void nodeThatIsEmptiedCannotBeOpenedBeforeThatIsCancelled() {
    admin.post(NODE + "/drain", null).expect(202);
    admin.post(NODE + "/uncordon", null).refused(409, "wrong-state");
    admin.post(NODE + "/bring-home", null).refused(409, "wrong-state");
    admin.post(NODE + "/drain/cancel", null).expect(204);
    admin.post(NODE + "/drain/resume", null).refused(409, "wrong-state");
    end("cancelled");
    admin.post(NODE + "/drain/pause", null).refused(409, "wrong-state");
    admin.post(NODE + "/uncordon", null).expect(204);
    assertThat(state()).isEqualTo("up");
  }

  @Test
  void emptiedNodeIsInMaintenanceUntilItsDesktopsComeHome() {
    admin.post(NODE + "/drain", null).expect(202);
    admin.post(NODE + "/drain/pause", null).expect(204);
    assertThat(admin.get(NODE + "/drain").expect(200).body().path("paused").asBoolean()).isTrue();
    admin.post(NODE + "/drain/resume", null).expect(204);
    end("succeeded");
    assertThat(state()).isEqualTo("maintenance");
    assertThat(admin.post(NODE + "/bring-home", null).expect(202).body().path("home").asBoolean())
        .isTrue();
    assertThat(state()).isEqualTo("up");
    admin.post(NODE + "/drain", null).refused(409, "wrong-state");
  }
}
