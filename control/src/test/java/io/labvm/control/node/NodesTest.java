package io.labvm.control.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.control.FenceCheck;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.control.Rows;
import io.labvm.control.outbox.OwnOperations;
import io.labvm.schema.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Which nodes count as alive, and which desktops are started again. */
class NodesTest {
  private static final NodeId N1 = new NodeId("n1");
  private final TestDatabase database = TestDatabase.create();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final Rows rows = new Rows(jdbc);
  private final TransactionTemplate transactions =
      new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
  private final Recovery recovery =
      new Recovery(jdbc, transactions, Rows.properties(), new OwnOperations(jdbc));
  private Optional<Duration> heartbeat = Optional.empty();
  private Duration listening = Duration.ofHours(1);

  @BeforeEach
  void runningDesktop() {
    rows.node("n1", Duration.ZERO);
    rows.desktop("d1");
    rows.run(
        "update desktop set state = 'running', assigned_node = 'n1', assigned_epoch = 3,"
            + " running_since = now() - interval '1 minute' where id = 'd1'");
    rows.beacon("n1", "d1", 3, "running");
  }

  @Test
  void nodeIsLostOnlyWhenBeaconAndWorkerAreSilent() {
    assertThat(alive()).isTrue();
    rows.node("n1", Duration.ofSeconds(31));
    assertThat(alive()).isFalse();
    heartbeat = Optional.of(Duration.ofSeconds(14));
    assertThat(alive()).isTrue();
    heartbeat = Optional.of(Duration.ofSeconds(16));
    assertThat(alive()).isFalse();
  }

  @Test
  void aNodeWithoutAnAgentIsLostThoughItsGuardLives() {
    rows.run("update desktop set node = 'n1'");
    rows.run("update node set agent_age_ms = 119000");
    assertThat(alive()).isTrue();
    watch();
    assertThat(news()).isEmpty();
    rows.run("update node set agent_age_ms = 121000");
    heartbeat = Optional.of(Duration.ofSeconds(3));
    assertThat(alive()).as("it works, and is only slow to say so").isTrue();
    heartbeat = Optional.of(Duration.ofSeconds(16));
    assertThat(alive()).isFalse();
    watch();
    assertThat(news()).containsExactly("{\"lost\": true, \"node\": \"n1\"}");
    rows.run("update node set beacon_at = now() - interval '20 seconds'");
    assertThat(alive()).as("the agent may have come back since").isTrue();
  }

  @Test
  void aDesktopThatFailedIsLostWithItsNodeUnlessItNeverWas() {
    rows.run("update desktop set node = 'n1', assigned_node = 'n1', state = 'failed'");
    rows.node("n1", Duration.ofSeconds(31));
    watch();
    assertThat(news()).as("it never came to be").isEmpty();
    rows.run(
        "insert into operation (id, desktop, kind, state, requested_by, ended_at)"
            + " values ('born', 'd1', 'register', 'succeeded', 'a1', now())");
    rows.run("update desktop set wanted = 'stopped'");
    watch();
    assertThat(news()).as("nobody misses it").isEmpty();
    rows.run("update desktop set wanted = 'running', assigned_node = 'n2'");
    watch();
    assertThat(news()).as("it may be on the other one").isEmpty();
    rows.run("update desktop set assigned_node = 'n1'");
    watch();
    assertThat(news()).containsExactly("{\"lost\": true, \"node\": \"n1\"}");
  }

  @Test
  void desktopsOfANodeWithoutAnAgentStartElsewhereByThemselvesAsWell() {
    rows.run("update desktop set node = 'n1', state = 'node-lost', running_since = null");
    rows.run("insert into setting (key, value) values ('start-elsewhere-minutes', '5')");
    rows.run("update node set agent_age_ms = 280000");
    watch();
    assertThat(switches()).isEqualTo("0");
    rows.run("update node set agent_age_ms = 310000");
    watch();
    assertThat(switches()).isEqualTo("1");
  }

  @Test
  void beaconAgesOnlyWhileSomebodyListens() {
    rows.node("n1", Duration.ofHours(2));
    listening = Duration.ofSeconds(29);
    assertThat(alive()).isTrue();
    listening = Duration.ofSeconds(31);
    assertThat(alive()).isFalse();
  }

  @Test
  void nodeThatLeftOrNeverWasIsNotAlive() {
    rows.run("update node set left_at = now()");
    assertThat(alive()).isFalse();
    rows.run("delete from node");
    assertThat(alive()).isFalse();
  }

  @Test
  void desktopThatRunsIsLeftAlone() {
    recovery.look();
    assertThat(starts()).isEqualTo("0");
  }

  @Test
  void desktopThatIsGoneIsStartedOnce() {
    rows.beacon("n1", "d1", 3, "gone");
    recovery.look();
    recovery.look();
    assertThat(starts()).isEqualTo("1");
    assertThat(rows.text("select payload ->> 'requestedBy' from outbox")).isEqualTo("system");
  }

  @Test
  void desktopOfAnOlderEpochDoesNotCountAsTheOneThatShouldRun() {
    rows.beacon("n1", "d1", 2, "running");
    recovery.look();
    assertThat(starts()).isEqualTo("1");
  }

  @Test
  void frozenDesktopRuns() {
    rows.beacon("n1", "d1", 3, "frozen");
    recovery.look();
    assertThat(starts()).isEqualTo("0");
  }

  @Test
  void nothingIsStartedOnWeakEvidence() {
    rows.beacon("n1", "other", 1, "running");
    rows.run("update node set beacon_at = now() - interval '20 seconds'");
    recovery.look();
    rows.run("update node set beacon_at = now(), agent_age_ms = 60000");
    recovery.look();
    rows.run("update node set agent_age_ms = null");
    recovery.look();
    rows.run("update node set agent_age_ms = 1; update desktop set wanted = 'stopped'");
    recovery.look();
    rows.run("update desktop set wanted = 'running', running_since = now()");
    recovery.look();
    rows.run("update desktop set running_since = now() - interval '1 minute'");
    rows.operation("d1", "open", OperationKind.STOP);
    recovery.look();
    assertThat(starts()).isEqualTo("0");
  }

  @Test
  void desktopThatEndsAgainAndAgainIsLeftAloneAfterAWhile() {
    rows.beacon("n1", "d1", 3, "gone");
    for (int i = 0; i < 5; i++) {
      recovery.look();
      rows.run("update operation set ended_at = now(), state = 'succeeded'");
    }
    assertThat(starts()).isEqualTo("3");
  }

  @Test
  void aDesktopIsToldOnceThatItsNodeIsLost() {
    rows.run("update desktop set node = 'n1'");
    watch();
    rows.run("update node set beacon_at = now() - interval '31 seconds'");
    heartbeat = Optional.of(Duration.ofSeconds(3));
    watch();
    assertThat(news()).isEmpty();
    heartbeat = Optional.of(Duration.ofSeconds(16));
    watch();
    watch();
    assertThat(news()).containsExactly("{\"lost\": true, \"node\": \"n1\"}");
  }

  /** Epochs only grow, so this database knows less than the one that started the desktop. */
  @Test
  void aDesktopThatRunsAtAnUnknownEpochIsOffered() {
    rows.run("update desktop set state = 'stopped', assigned_epoch = 3");
    rows.beacon("n1", "d1", 3, "running");
    watch();
    rows.beacon("n1", "d1", 4, "ended");
    watch();
    assertThat(adoptions()).isEmpty();
    rows.beacon("n1", "d1", 4, "running");
    watch();
    watch();
    assertThat(adoptions()).containsExactly("{\"node\": \"n1\", \"epoch\": 4}");
  }

  @Test
  void nobodyStartsADesktopThatRunsElsewhereAtANewerEpoch() {
    rows.beacon("n1", "d1", 3, "gone");
    rows.node("n2", Duration.ZERO);
    rows.beacon("n2", "d1", 4, "running");
    recovery.look();
    assertThat(starts()).isEqualTo("0");
    rows.run("update node set beacon_at = now() - interval '1 minute' where id = 'n2'");
    recovery.look();
    assertThat(starts()).isEqualTo("1");
  }

  private List<String> adoptions() {
    return jdbc.sql("select payload::text from outbox where command = 'adopt'")
        .query((r, _) -> r.getString(1))
        .list();
  }

  @Test
  void nobodyIsToldWhileAnOperationRuns() {
    rows.run("update desktop set node = 'n1'");
    rows.run("update node set beacon_at = now() - interval '31 seconds'");
    rows.operation("d1", "open", OperationKind.STOP);
    watch();
    assertThat(news()).isEmpty();
  }

  /** It would wait for the node in vain, for longer than a lost node may take to be told. */
  @Test
  void aBackupDoesNotHoldTheNewsUp() {
    rows.run("update desktop set node = 'n1'");
    rows.run("update node set beacon_at = now() - interval '31 seconds'");
    rows.operation("d1", "open", OperationKind.BACKUP);
    watch();
    assertThat(news()).containsExactly("{\"lost\": true, \"node\": \"n1\"}");
  }

  @Test
  void aDesktopThatStillRunsIsToldThatItsNodeAnswersAgain() {
    rows.run("update desktop set node = 'n1', state = 'node-lost', running_since = null");
    rows.beacon("n1", "d1", 2, "running");
    watch();
    rows.beacon("n1", "d1", 3, "frozen");
    watch();
    rows.beacon("n1", "d1", 3, "running");
    rows.run("update node set metrics_at = now() - interval '1 minute'");
    watch();
    assertThat(news()).isEmpty();
    rows.run("update node set metrics_at = now()");
    watch();
    assertThat(news()).containsExactly("{\"lost\": false, \"node\": \"n1\"}");
    recovery.look();
    assertThat(starts()).isEqualTo("0");
  }

  @Test
  void oneThatDoesNotRunAnyMoreIsStartedThere() {
    rows.run("update desktop set node = 'n1', state = 'node-lost', running_since = null");
    rows.beacon("n1", "d1", 2, "running");
    recovery.look();
    watch();
    assertThat(news()).isEmpty();
    assertThat(starts()).isEqualTo("1");
  }

  @Test
  void oneWhoseStopBrokeOffIsStoppedWhenItsNodeAnswers() {
    rows.run(
        "update desktop set node = 'n1', state = 'node-lost', wanted = 'stopped',"
            + " running_since = null");
    rows.run("update node set beacon_at = now() - interval '1 minute'");
    watch();
    assertThat(stops()).isEqualTo("0");
    rows.beacon("n1", "d1", 3, "running");
    watch();
    watch();
    recovery.look();
    assertThat(stops()).isEqualTo("1");
    assertThat(news()).isEmpty();
    assertThat(starts()).isEqualTo("0");
  }

  private String stops() {
    return rows.text("select count(*) from outbox where command = 'stop'");
  }

  @Test
  void oneThatFailedIsNotStartedBesideTheOneThatRuns() {
    rows.run("update desktop set node = 'n1', state = 'failed', running_since = null");
    rows.run("update desktop set assigned_node = 'n2'");
    rows.node("n2", Duration.ZERO);
    rows.beacon("n2", "d1", 3, "running");
    recovery.look();
    assertThat(starts()).isEqualTo("0");
    watch();
    assertThat(adoptions()).containsExactly("{\"node\": \"n2\", \"epoch\": 3}");
  }

  @Test
  void oneThatFailedIsStartedOnItsNodeUnlessItIsToRest() {
    rows.run("update desktop set node = 'n1', state = 'failed', running_since = null");
    rows.run("update desktop set assigned_node = 'n2', wanted = 'stopped'");
    recovery.look();
    rows.run("update desktop set wanted = 'running', node = null");
    recovery.look();
    assertThat(starts()).as("a registration that failed is its member's").isEqualTo("0");
    rows.run("update desktop set node = 'n1'");
    recovery.look();
    recovery.look();
    assertThat(starts()).isEqualTo("1");
  }

  @Test
  void aDesktopStartsElsewhereByItselfOnlyWhereThatIsWanted() {
    rows.run("update desktop set node = 'n1', state = 'node-lost', running_since = null");
    rows.run("update node set beacon_at = now() - interval '6 minutes'");
    watch();
    rows.run("insert into setting (key, value) values ('start-elsewhere-minutes', '0')");
    watch();
    rows.run("update setting set value = '7'");
    watch();
    assertThat(switches()).isEqualTo("0");
    rows.run("update setting set value = '5'");
    watch();
    watch();
    assertThat(switches()).isEqualTo("1");
    for (int i = 0; i < 5; i++) {
      rows.run("update operation set ended_at = now(), state = 'failed'");
      rows.run("update outbox set sent_at = now()");
      watch();
    }
    assertThat(switches()).isEqualTo("3");
  }

  private String switches() {
    return rows.text("select count(*) from outbox where command = 'switch'");
  }

  @Test
  void aDesktopHasEndedWhenTheGuardSaysSoAfterTheNewerEpoch() {
    rows.beacon("n1", "d1", 3, "running");
    assertThat(ended(4, 7_000)).isFalse();
    rows.beacon("n1", "d1", 3, "gone");
    assertThat(ended(4, 5_000)).as("the beacon may have been on its way").isFalse();
    assertThat(ended(4, 7_000)).isTrue();
    rows.beacon("n1", "d1", 4, "running");
    assertThat(ended(4, 7_000)).as("that is who took it").isTrue();
    rows.beacon("n1", "other", 1, "running");
    assertThat(ended(4, 7_000)).isTrue();
  }

  @Test
  void aDesktopHasEndedWhenTheLeaseOfASilentNodeIsOut() {
    rows.beacon("n1", "d1", 3, "running");
    rows.run("update node set beacon_at = now() - interval '29 seconds', lease_ms = 20000");
    assertThat(ended(4, 25_000)).isFalse();
    rows.run("update node set beacon_at = now() - interval '31 seconds'");
    assertThat(ended(4, 24_000)).isFalse();
    assertThat(ended(4, 25_000)).isTrue();
    rows.run("update node set lease_ms = null");
    assertThat(ended(4, 300_000)).isFalse();
    rows.run("delete from node");
    assertThat(ended(4, 305_000)).isTrue();
  }

  private boolean ended(long epoch, long sinceMillis) {
    return new Fences(jdbc, Rows.properties())
        .ended(new FenceCheck(new DesktopId("d1"), N1, epoch, sinceMillis));
  }

  private void watch() {
    new NodeWatch(jdbc, Rows.properties(), liveness(), transactions, new OwnOperations(jdbc))
        .look();
  }

  private List<String> news() {
    return jdbc.sql("select payload::text from outbox where command = 'note-node'")
        .query((r, _) -> r.getString(1))
        .list();
  }

  private NodeLiveness liveness() {
    return new NodeLiveness(jdbc, _ -> heartbeat, Rows.properties(), () -> listening);
  }

  private boolean alive() {
    return liveness().alive(N1);
  }

  private String starts() {
    return rows.text("select count(*) from outbox where command = 'start'");
  }
}
