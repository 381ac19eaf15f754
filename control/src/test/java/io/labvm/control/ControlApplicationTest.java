package io.labvm.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.ApprovalDecision;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The whole application: rows in, workflows, rows out. Each test has its own desktop. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class ControlApplicationTest {
  private final int port = freePort();
  private final TestServer.PortBoundTestServer server =
      TestServer.createPortBoundServer(port, true);
  private final Lab lab = new Lab("127.0.0.1:" + port);

  @BeforeAll
  void start() {
    lab.startControl().startAgents();
  }

  @AfterAll
  void close() {
    lab.close();
    server.close();
  }

  @Test
  void registersADesktopFromItsRows() {
    register("d1");
    assertThat(lab.desktop("d1")).isEqualTo("running");
    assertThat(
            lab.rows.text(
                "select node || assigned_node || assigned_epoch || routed from desktop"
                    + " where id = 'd1'"))
        .isEqualTo("n1n11true");
    assertThat(lab.n1.containers).containsKey(new DesktopId("d1"));
    assertThat(lab.rows.text("select jsonb_array_length(steps) from operation where id = 'reg-d1'"))
        .isEqualTo("10");
    assertThat(lab.rows.text("select sent_at is not null from outbox where operation = 'reg-d1'"))
        .isEqualTo("t");
  }

  @Test
  void refusedCommandEndsItsOperationWithTheReason() {
    register("d2");
    lab.rows.command("d2", "start-d2", OperationKind.START);
    assertThat(lab.ended("start-d2")).isEqualTo("failed");
    assertThat(lab.rows.text("select error ->> 'code' from operation where id = 'start-d2'"))
        .isEqualTo("wrong-state");
    assertThat(lab.rows.text("select error ->> 'detail' from operation where id = 'start-d2'"))
        .isEqualTo("start is not possible while the desktop is running");
    assertThat(lab.rows.text("select attempts from outbox where operation = 'start-d2'"))
        .isEqualTo("1");
  }

  @Test
  void commandsOfADesktopAreSentInTheirOrder() {
    register("d3");
    lab.rows.command("d3", "stop-d3", OperationKind.STOP);
    lab.rows.command("d3", "start-d3", OperationKind.START);
    lab.rows.command("d3", "session-d3", OperationKind.RESTART_SESSION);
    lab.rows.command("d3", "secret-d3", OperationKind.ROTATE_SECRET);
    assertThat(lab.ended("secret-d3")).isEqualTo("succeeded");
    assertThat(lab.ended("stop-d3")).isEqualTo("succeeded");
    assertThat(lab.ended("start-d3")).isEqualTo("succeeded");
    assertThat(lab.ended("session-d3")).isEqualTo("succeeded");
    // only now: a delete aborts a start that is under way
    lab.rows.command("d3", "delete-d3", OperationKind.DELETE);
    assertThat(lab.ended("delete-d3")).isEqualTo("succeeded");
    assertThat(lab.rows.text("select deleted_at is not null from desktop where id = 'd3'"))
        .isEqualTo("t");
    assertThat(lab.n1.uppers).doesNotContainKey(new DesktopId("d3"));
  }

  @Test
  void commandSentTwiceRunsOnce() {
    register("d4");
    lab.rows.command("d4", "stop-d4", OperationKind.STOP);
    lab.ended("stop-d4");
    lab.rows.run("update outbox set sent_at = null where operation = 'stop-d4'");
    lab.await(
        () ->
            lab.rows
                .text("select sent_at is not null from outbox where operation = 'stop-d4'")
                .equals("t"));
    assertThat(lab.state("stop-d4")).isEqualTo("succeeded");
  }

  @Test
  void commandToADeletedDesktopFails() {
    register("d5");
    lab.rows.command("d5", "delete-d5", OperationKind.DELETE);
    lab.ended("delete-d5");
    lab.rows.command("d5", "late-d5", OperationKind.START);
    assertThat(lab.ended("late-d5")).isEqualTo("failed");
  }

  @Test
  void waitsForApprovalAndPassesTheDecisionOn() {
    lab.rows.desktop("d6");
    lab.rows.command("d6", "reg-d6", OperationKind.REGISTER, true);
    lab.await(() -> lab.state("reg-d6").equals("waiting"));
    lab.await(() -> lab.desktop("d6").equals("waiting-for-approval"));
    var decision = new ApprovalDecision(new OperationId("reg-d6"), true, "");
    lab.rows.outbox("d6", "reg-d6", "decide", decision);
    assertThat(lab.ended("reg-d6")).isEqualTo("succeeded");
  }

  @Test
  void abortsAWaitingRegistration() {
    lab.rows.desktop("d7");
    lab.rows.command("d7", "reg-d7", OperationKind.REGISTER, true);
    lab.await(() -> lab.state("reg-d7").equals("waiting"));
    lab.rows.outbox("d7", "reg-d7", "abort", new OperationId("reg-d7"));
    assertThat(lab.ended("reg-d7")).isEqualTo("cancelled");
    lab.await(() -> lab.desktop("d7").equals("failed"));
  }

  @Test
  void refusedDecisionLeavesTheOperationAlone() {
    register("d8");
    var decision = new ApprovalDecision(new OperationId("reg-d8"), false, "late");
    lab.rows.outbox("d8", "reg-d8", "decide", decision);
    lab.await(() -> lab.rows.text("select count(*) from outbox where sent_at is null").equals("0"));
    assertThat(lab.state("reg-d8")).isEqualTo("succeeded");
  }

  @Test
  void desktopMissedOnItsNodeIsStartedAgain() {
    register("d9");
    lab.n1.containers.remove(new DesktopId("d9"));
    lab.rows.run("update desktop set running_since = now() - interval '1 minute' where id = 'd9'");
    lab.await(() -> lab.n1.containers.containsKey(new DesktopId("d9")));
    lab.await(() -> lab.desktop("d9").equals("running"));
    assertThat(lab.rows.text("select assigned_epoch from desktop where id = 'd9'")).isEqualTo("2");
  }

  @Test
  void saysThatItIsReady() throws Exception {
    String web = lab.control().getEnvironment().getRequiredProperty("local.server.port");
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web + "/actuator/health/readiness"))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  private void register(String desktop) {
    lab.rows.desktop(desktop);
    lab.rows.command(desktop, "reg-" + desktop, OperationKind.REGISTER);
    assertThat(lab.ended("reg-" + desktop)).isEqualTo("succeeded");
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
