package io.labvm.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopWorkflowIds;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.control.backup.BackupRequests;
import io.labvm.control.node.NodeLiveness;
import io.labvm.worker.TemporalWorkers;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only the real server shows: its death, dead nodes, worker heartbeats, forced ends. */
@Timeout(180)
class ControlTemporalIT {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path directory;

  @SuppressWarnings("NullAway.Init")
  private TemporalServer server;

  @SuppressWarnings("NullAway.Init")
  private Lab lab;

  @BeforeEach
  void start() {
    server = new TemporalServer(directory);
    lab =
        new Lab(
            server.target(),
            "labvm.workflows.schedule-to-start=3s",
            "labvm.control.node-lost-after=1s",
            "labvm.control.worker-lost-after=6s");
  }

  @AfterEach
  void close() {
    lab.close();
    server.close();
  }

  @Test
  void commandWrittenBeforeTheServerCameIsCarriedOut() {
    server.kill();
    lab.startControl();
    given("d1");
    server.start();
    lab.await(this::started);
    lab.startAgents();
    assertThat(lab.ended("reg-d1")).isEqualTo("succeeded");
  }

  @Test
  void operationSurvivesTheDeathOfTheServerInItsMiddle() {
    lab.startControl();
    lab.await(this::started);
    lab.startAgents();
    lab.faults.onNext(
        "Node.RunContainer",
        () -> {
          server.kill();
          server.start();
        });
    given("d1");
    assertThat(lab.ended("reg-d1")).isEqualTo("succeeded");
    assertThat(lab.n1.containers).containsOnlyKeys(new DesktopId("d1"));
    assertThat(lab.desktop("d1")).isEqualTo("running");
  }

  @Test
  void operationSurvivesTheDeathOfTheControlApplication() {
    lab.startControl();
    lab.await(this::started);
    lab.startAgents();
    lab.n1.hang();
    given("d1");
    lab.await(() -> lab.faults.count("NodeIo.FetchBase") > 0);
    lab.stopControl();
    lab.n1.comeBack();
    lab.startControl();
    assertThat(lab.ended("reg-d1")).isEqualTo("succeeded");
  }

  @Test
  void registrationOnANodeThatDiesIsUndone() {
    lab.startControl();
    lab.await(this::started);
    lab.startStoreAgent();
    given("d1");
    lab.await(() -> lab.faults.count("Store.CreateDesktop") > 0);
    lab.stopGuard();
    assertThat(lab.ended("reg-d1")).isEqualTo("rolled-back");
    assertThat(lab.rows.text("select error ->> 'code' from operation"))
        .isEqualTo("node-unavailable");
    assertThat(lab.rows.text("select assigned_node is null from desktop")).isEqualTo("t");
    assertThat(lab.store.desktops).isEmpty();
  }

  @Test
  void workerHeartbeatAloneShowsThatANodeLives() {
    lab.startControl();
    lab.await(this::started);
    lab.startAgents();
    lab.stopGuard();
    NodeLiveness liveness = lab.control().getBean(NodeLiveness.class);
    lab.await(() -> liveness.alive(new NodeId("n1")));
    lab.stopAgents();
    lab.await(() -> !liveness.alive(new NodeId("n1")));
  }

  @Test
  void operationTerminatedByAnOperatorFreesTheDesktop() {
    lab.startControl();
    lab.await(this::started);
    lab.startAgents();
    lab.rows.desktop("d1");
    lab.rows.command("d1", "reg-d1", OperationKind.REGISTER, true);
    lab.await(() -> lab.state("reg-d1").equals("waiting"));
    lab.client()
        .newUntypedWorkflowStub(
            DesktopWorkflowIds.of(new DesktopId("d1"), new OperationId("reg-d1")))
        .terminate("by an operator");
    assertThat(lab.ended("reg-d1")).isEqualTo("failed");
    lab.await(() -> lab.desktop("d1").equals("failed"));
    lab.rows.command("d1", "delete-d1", OperationKind.DELETE);
    assertThat(lab.ended("delete-d1")).isEqualTo("succeeded");
  }

  @Test
  void scheduledBackupIsAskedForAndAStoppedSavedDesktopIsPassedOver() {
    lab.startControl();
    lab.await(this::started);
    lab.startAgents();
    given("d1");
    assertThat(lab.ended("reg-d1")).isEqualTo("succeeded");
    lab.await(() -> lab.rows.text("select backup_scheduled::text from desktop").equals("60"));
    var schedule =
        ScheduleClient.newInstance(lab.client().getWorkflowServiceStubs()).getHandle("backup/d1");
    assertThat(every(schedule)).isEqualTo(Duration.ofMinutes(60));
    lab.await(
        () ->
            lab.rows
                .text(
                    "select coalesce(extract(epoch from backup_next_at)::bigint, 0)::text from desktop")
                .equals(Long.toString(next(schedule).getEpochSecond())));
    schedule.pause();
    lab.await(() -> lab.rows.text("select backup_paused::text from desktop").equals("true"));
    schedule.unpause();
    schedule.trigger();
    lab.await(() -> count("ended_at is not null") == 1);
    assertThat(lab.rows.text("select result ->> 'created' from operation where kind = 'backup'"))
        .isEqualTo("true");
    assertThat(lab.rows.text("select trigger from version")).isEqualTo("schedule");
    lab.rows.run("update desktop set backup_minutes = 5");
    lab.await(() -> every(schedule).equals(Duration.ofMinutes(5)));
    lab.rows.command("d1", "delete-d1", OperationKind.DELETE);
    assertThat(lab.ended("delete-d1")).isEqualTo("succeeded");
    lab.await(() -> lab.rows.text("select backup_scheduled::text from desktop").equals("0"));
    assertThatThrownBy(schedule::describe).isInstanceOf(ScheduleException.class);
  }

  @Test
  void aScheduleThatIsDeletedIsMadeAgainPausedAsItWas() {
    lab.startControl();
    lab.await(this::started);
    givenADesktopThatLived();
    for (ScheduleHandle schedule : List.of(schedule("backup/d1"), schedule("store/prune"))) {
      lab.await(() -> isThere(schedule));
      schedule.pause();
    }
    lab.await(() -> lab.rows.text("select backup_paused::text from desktop").equals("true"));
    lab.await(() -> paused("prune").equals("true"));
    for (ScheduleHandle schedule : List.of(schedule("backup/d1"), schedule("store/prune"))) {
      schedule.delete();
      lab.await(() -> isThere(schedule));
      assertThat(schedule.describe().getSchedule().getState())
          .matches(state -> state != null && state.isPaused());
    }
    assertThat(isThere(schedule("store/fold"))).isTrue();
  }

  @Test
  void schedulesThatTheServerLostAreMadeAgain() throws IOException {
    lab.startControl();
    lab.await(this::started);
    givenADesktopThatLived();
    lab.await(() -> isThere(schedule("backup/d1")) && isThere(schedule("store/measure")));
    lab.stopControl();
    server.kill();
    server.loseAll();
    server.start();
    lab.startControl();
    lab.await(this::started);
    assertThat(lab.rows.text("select backup_scheduled::text from desktop")).isEqualTo("60");
    lab.await(() -> isThere(schedule("backup/d1")) && isThere(schedule("store/measure")));
    assertThat(every(schedule("backup/d1"))).isEqualTo(Duration.ofMinutes(60));
  }

  private void givenADesktopThatLived() {
    lab.rows.desktop("d1");
    lab.rows.run("update desktop set assigned_epoch = 1 where id = 'd1'");
  }

  private ScheduleHandle schedule(String id) {
    return ScheduleClient.newInstance(lab.client().getWorkflowServiceStubs()).getHandle(id);
  }

  private static boolean isThere(ScheduleHandle schedule) {
    try {
      return !schedule.describe().getId().isEmpty();
    } catch (ScheduleException e) {
      return false;
    }
  }

  private String paused(String kind) {
    return lab.rows.text("select paused::text from maintenance_schedule where kind = ?", kind);
  }

  @Test
  void backupThatIsDueWhileTheNodeIsDownIsSkippedWithTheReason() {
    losesTheNodeOfADesktop();
    NodeLiveness liveness = lab.control().getBean(NodeLiveness.class);
    lab.await(() -> !liveness.alive(new NodeId("n1")));
    BackupRequests requests = lab.control().getBean(BackupRequests.class);
    assertThat(requests.request(new DesktopId("d1"), new OperationId("b1")).reason())
        .isEqualTo("node n1 is down");
    assertThat(lab.rows.text("select backup_missed::text from desktop")).isEqualTo("true");
    assertThat(count("true")).isZero();
  }

  @Test
  void desktopIsToldThatItsNodeIsLost() {
    losesTheNodeOfADesktop();
    lab.await(() -> lab.desktop("d1").equals("node-lost"));
  }

  private void losesTheNodeOfADesktop() {
    lab.startControl();
    lab.await(this::started);
    lab.startAgents();
    given("d1");
    assertThat(lab.ended("reg-d1")).isEqualTo("succeeded");
    lab.stopGuard();
    lab.stopAgents();
  }

  private long count(String condition) {
    return Long.parseLong(
        lab.rows.text(
            "select count(*)::text from operation where kind = 'backup' and " + condition));
  }

  private static Duration every(ScheduleHandle schedule) {
    return schedule.describe().getSchedule().getSpec().getIntervals().getFirst().getEvery();
  }

  private static Instant next(ScheduleHandle schedule) {
    return schedule.describe().getInfo().getNextActionTimes().getFirst();
  }

  private boolean started() {
    return lab.control().getBean(TemporalWorkers.class).started();
  }

  private void given(String desktop) {
    lab.rows.desktop(desktop);
    lab.rows.command(desktop, "reg-" + desktop, OperationKind.REGISTER);
  }
}
