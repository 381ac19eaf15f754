package io.labvm.control.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepError;
import io.labvm.control.Rows;
import io.labvm.control.node.LivenessTestKit;
import io.labvm.control.outbox.OwnOperations;
import io.labvm.schema.TestDatabase;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** When a schedule's backup is asked for, and when it is passed over. */
class BackupRequestsTest {
  private static final String SAVED = "the desktop is stopped and all of it is saved";

  private final DataSource source = TestDatabase.create().dataSource();
  private final JdbcClient jdbc = JdbcClient.create(source);
  private final Rows rows = new Rows(jdbc);
  private final BackupRequests requests =
      new BackupRequests(
          jdbc,
          new TransactionTemplate(new JdbcTransactionManager(source)),
          LivenessTestKit.ofBeacons(jdbc),
          new OwnOperations(jdbc));
  private int count;

  @BeforeEach
  void aDesktopOnANode() {
    rows.node("n1", Duration.ZERO);
    rows.desktop("d1");
    is("running");
  }

  private void is(String state) {
    rows.run("update desktop set state = ?, node = 'n1' where id = 'd1'", state);
  }

  /** An operation that has ended, saved the desktop or not, and is older than the next one. */
  private void ended(OperationKind kind, String state, boolean saved) {
    String id = "o" + ++count;
    rows.operation("d1", id, kind);
    rows.run(
        "update operation set state = ?, ended_at = now(), result = cast(nullif(?, '') as jsonb),"
            + " created_at = now() - interval '1 hour' + make_interval(secs => ?) where id = ?",
        state,
        saved ? "{\"version\":1}" : "",
        count,
        id);
    if (saved) {
      version(1);
    }
  }

  private void version(long number) {
    rows.run(
        """
        insert into version (desktop, number, created_at, complete_up_to, trigger, consistency,
          layers, entries, bytes, operation)
        values ('d1', ?, now(), now(), 'stop', 'stopped', 1, 1, 1, 'o1') on conflict do nothing
        """,
        number);
  }

  private String reason() {
    var answer = requests.request(new DesktopId("d1"), new OperationId("b" + ++count));
    assertThat(answer.asked()).isEqualTo(answer.reason().isEmpty());
    return answer.reason();
  }

  @Test
  void oneThatRunsIsBackedUpOnceByAnOperation() {
    DesktopId desktop = new DesktopId("d1");
    for (int i = 0; i < 2; i++) {
      assertThat(requests.request(desktop, new OperationId("b")).asked()).isTrue();
    }
    assertThat(rows.text("select count(*) from outbox")).isEqualTo("1");
    assertThat(reason()).isEqualTo("operation b is in progress");
  }

  @Test
  void oneThatWasSavedWhenItStoppedIsPassedOver() {
    ended(OperationKind.STOP, "succeeded", true);
    is("stopped");
    assertThat(reason()).isEqualTo(SAVED);
  }

  @Test
  void oneThatStoppedWhileTheStoreWasAwayIsBackedUpUntilThatSucceeds() {
    ended(OperationKind.STOP, "succeeded", false);
    is("stopped");
    ended(OperationKind.BACKUP, "failed", false);
    assertThat(reason()).isEmpty();
    rows.run("delete from outbox");
    rows.run("delete from operation where ended_at is null");
    ended(OperationKind.BACKUP, "succeeded", true);
    assertThat(reason()).isEqualTo(SAVED);
  }

  /** Its backup finds nothing new, but shows it. */
  @Test
  void oneWhoseVersionNoPageShowsIsBackedUp() {
    ended(OperationKind.STOP, "succeeded", true);
    is("stopped");
    rows.run("delete from version");
    assertThat(reason()).isEmpty();
  }

  @Test
  void oneThatNeverChangedHasNoVersionToBeShown() {
    ended(OperationKind.STOP, "succeeded", true);
    is("stopped");
    rows.run("delete from version");
    rows.run("update operation set result = '{\"version\":0}'");
    assertThat(reason()).isEqualTo(SAVED);
  }

  /** It ran again at the end of those, without a start. */
  @Test
  void whatWasSavedBeforeItRanOnSaysNothingOfItsStop() {
    ended(OperationKind.SWITCH, "succeeded", true);
    ended(OperationKind.RESTORE, "succeeded", true);
    ended(OperationKind.STOP, "succeeded", false);
    is("stopped");
    assertThat(reason()).isEmpty();
  }

  @Test
  void oneThatWentBackWhileItWasStoppedIsPassedOver() {
    ended(OperationKind.STOP, "succeeded", true);
    is("stopped");
    ended(OperationKind.RESTORE, "succeeded", true);
    assertThat(reason()).isEqualTo(SAVED);
  }

  @Test
  void oneWhoseStartCameToNothingIsBackedUp() {
    ended(OperationKind.STOP, "succeeded", true);
    ended(OperationKind.START, "rolled-back", false);
    is("stopped");
    assertThat(reason()).isEmpty();
  }

  @Test
  void oneWhoseNodeIsDownIsDueWhenTheNodeIsBack() {
    rows.node("n1", Duration.ofMinutes(5));
    assertThat(reason()).isEqualTo("node n1 is down");
    requests.makeUp();
    assertThat(rows.text("select count(*) from outbox")).isEqualTo("0");
    rows.node("n1", Duration.ZERO);
    requests.makeUp();
    assertThat(rows.text("select count(*) from outbox")).isEqualTo("1");
    assertThat(rows.text("select backup_missed::text from desktop")).isEqualTo("false");
  }

  @Test
  void oneThatIsCutOffByTheDeathOfItsNodeIsDueWhenTheNodeIsBack() {
    assertThat(requests.request(new DesktopId("d1"), new OperationId("b")).asked()).isTrue();
    rows.node("n1", Duration.ofMinutes(5));
    requests.noteEnd(failed(FailureCode.NODE_UNAVAILABLE));
    rows.run("update operation set state = 'rolled-back', ended_at = now()");
    requests.makeUp();
    assertThat(rows.text("select count(*) from operation")).isEqualTo("1");
    rows.node("n1", Duration.ZERO);
    requests.makeUp();
    assertThat(rows.text("select count(*) from operation")).isEqualTo("2");
  }

  /** Else it would be repeated without a pause. */
  @Test
  void oneThatFailsOnANodeThatLivesIsNotDueAgain() {
    assertThat(requests.request(new DesktopId("d1"), new OperationId("b")).asked()).isTrue();
    requests.noteEnd(failed(FailureCode.NODE_UNAVAILABLE));
    assertThat(rows.text("select backup_missed::text from desktop")).isEqualTo("false");
  }

  @Test
  void oneThatFoundNoStoreIsTriedAgainAfterAWhile() {
    assertThat(requests.request(new DesktopId("d1"), new OperationId("b")).asked()).isTrue();
    requests.noteEnd(failed(FailureCode.STORE_UNAVAILABLE));
    rows.run(
        "update operation set state = 'failed', ended_at = now() - interval '4 minutes',"
            + " error = '{\"code\": \"store-unavailable\"}'");
    requests.makeUp();
    assertThat(rows.text("select count(*) from operation")).isEqualTo("1");
    rows.run("update operation set ended_at = now() - interval '6 minutes'");
    requests.makeUp();
    requests.makeUp();
    assertThat(rows.text("select count(*) from operation")).isEqualTo("2");
  }

  @Test
  void oneThatSomebodyElseAskedForIsNotMadeUp() {
    rows.operation("d1", "b", OperationKind.BACKUP);
    rows.node("n1", Duration.ofMinutes(5));
    requests.noteEnd(failed(FailureCode.NODE_UNAVAILABLE));
    assertThat(rows.text("select backup_missed::text from desktop")).isEqualTo("false");
  }

  private static OperationSnapshot failed(FailureCode why) {
    return new OperationSnapshot(
        new OperationId("b"),
        new DesktopId("d1"),
        OperationKind.BACKUP,
        OperationState.ROLLED_BACK,
        9,
        List.of(),
        new StepError(why, "capture", "on purpose"));
  }

  @Test
  void itStaysDueWhileTheDesktopIsStartedAfterItsNodeIsBack() {
    rows.node("n1", Duration.ofMinutes(5));
    assertThat(reason()).isEqualTo("node n1 is down");
    rows.node("n1", Duration.ZERO);
    rows.operation("d1", "start", OperationKind.START);
    requests.makeUp();
    rows.run("update operation set state = 'succeeded', ended_at = now()");
    is("starting");
    requests.makeUp();
    assertThat(rows.text("select count(*) from operation where kind = 'backup'")).isEqualTo("0");
    is("running");
    requests.makeUp();
    assertThat(rows.text("select count(*) from operation where kind = 'backup'")).isEqualTo("1");
  }
}
