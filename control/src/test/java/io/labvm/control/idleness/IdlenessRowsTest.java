package io.labvm.control.idleness;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.idleness.Idleness;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.control.Rows;
import io.labvm.control.outbox.OwnOperations;
import io.labvm.schema.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** When a desktop is due to be stopped, and that only then it is. */
class IdlenessRowsTest {
  private static final DesktopId D1 = new DesktopId("d1");
  private static final OperationId STOP = new OperationId("s1");
  private static final long HOURS = Duration.ofHours(12).toMillis();

  private final DataSource source = TestDatabase.create().dataSource();
  private final JdbcClient jdbc = JdbcClient.create(source);
  private final Rows rows = new Rows(jdbc);
  private final IdlenessRows idleness =
      new IdlenessRows(
          jdbc,
          new TransactionTemplate(new JdbcTransactionManager(source)),
          new UseRows(jdbc),
          new OwnOperations(jdbc));

  @BeforeEach
  void runningDesktop() {
    rows.node("n1", Duration.ZERO);
    rows.desktop("d1");
    rows.run(
        "update desktop set node = 'n1', assigned_node = 'n1', assigned_epoch = 3,"
            + " state = 'running' where id = 'd1'");
    rows.run("insert into setting (key, value) values ('stop-unused-seconds', '43200')");
    tells(3, 0.0);
  }

  /** Figures of now, an hour after the last input. */
  private void tells(long epoch, double cpuSeconds) {
    rows.run(
        "update node set metrics_at = now(), metrics = cast(? as jsonb) where id = 'n1'",
        """
        {"desktops": [{"desktop": "d1", "epoch": %d, "cpu": 0.01, "connections": 1,
          "inputMillisAgo": 50000000, "counts": {"cpuSeconds": %s}}], "gpus": []}
        """
            .formatted(epoch, Double.toString(cpuSeconds)));
  }

  /** All that is known is so much older, but for the last look. */
  private void pass(Duration time) {
    rows.run(
        "update desktop_use set used_at = used_at - make_interval(secs => ?),"
            + " counted_from = counted_from - make_interval(secs => ?)",
        time.toSeconds(),
        time.toSeconds());
  }

  private void unusedFor(int hours) {
    idleness.lookAtAll();
    pass(Duration.ofHours(hours));
  }

  @Test
  void aDesktopThatIsUnusedForLongIsStoppedOnceAndItIsSaidWhy() {
    unusedFor(13);
    assertThat(stopMillis()).isLessThan(System.currentTimeMillis());
    assertThat(idleness.stop(D1, STOP)).isTrue();
    assertThat(idleness.stop(D1, STOP)).isTrue();
    assertThat(rows.text("select kind || ' ' || requested_by from operation"))
        .isEqualTo("stop policy");
    assertThat(rows.text("select wanted from desktop")).isEqualTo("stopped");
    assertThat(rows.text("select count(*) from outbox")).isEqualTo("1");
    assertThat(
            rows.text(
                "select cause ->> 'rule' || ' ' || (cause ->> 'periodSeconds') || ' '"
                    + " || (cause ->> 'usedBy') || ' ' || ((cause ->> 'usedAt')::timestamptz ="
                    + " (select used_at from desktop_use))::text from operation"))
        .isEqualTo("unused 43200 start true");
  }

  @Test
  void useJustBeforeTheStopPutsItOff() {
    unusedFor(13);
    assertThat(stopMillis()).isLessThan(System.currentTimeMillis());
    rows.run("update desktop_use set told_at = told_at - interval '1 minute'");
    tells(3, 9.0);
    isNotStopped();
    assertThat(rows.text("select used_by from desktop_use")).isEqualTo("cpu");
  }

  @Test
  void aSilentNodeSavesItsDesktops() {
    unusedFor(13);
    rows.run("update node set metrics_at = now() - interval '1 minute' where id = 'n1'");
    isNotStopped();
  }

  @Test
  void anotherLifeOfTheDesktopBeginsThePeriodAgain() {
    unusedFor(13);
    rows.run("update desktop set assigned_epoch = 4 where id = 'd1'");
    assertThat(rows.text("select unused_stop('d1')")).isEqualTo("null");
    tells(4, 0.0);
    isNotStopped();
    assertThat(stopMillis()).isGreaterThan(System.currentTimeMillis() + HOURS - 60_000);
  }

  @Test
  void aLockedDesktopIsNotStoppedAndThePeriodBeginsWithTheEndOfTheLock() {
    unusedFor(13);
    rows.run("update desktop set locked_until = now() + interval '1 hour' where id = 'd1'");
    isNotStopped();
    long due = Duration.ofHours(13).toMillis();
    assertThat(stopMillis() - System.currentTimeMillis()).isBetween(due - 60_000, due);
  }

  @Test
  void anExtensionBeginsThePeriodAgain() {
    unusedFor(13);
    rows.run("update desktop_use set counted_from = now()");
    isNotStopped();
  }

  @Test
  void anotherOperationGoesFirst() {
    unusedFor(13);
    rows.operation("d1", "b1", OperationKind.BACKUP);
    assertThat(idleness.stop(D1, STOP)).isFalse();
    rows.run("update operation set ended_at = now()");
    assertThat(idleness.stop(D1, STOP)).isTrue();
  }

  @Test
  void whoseStopsDoNotSucceedIsLeftAloneForAWhileAndRunsOn() {
    for (int i = 0; i < 3; i++) {
      unusedFor(13);
      assertThat(idleness.stop(D1, new OperationId("s" + i))).isTrue();
      idleness.takeBack();
      assertThat(rows.text("select wanted from desktop")).isEqualTo("stopped");
      rows.run("update operation set ended_at = now(), state = 'cancelled'");
      idleness.takeBack();
      assertThat(rows.text("select wanted from desktop")).isEqualTo("running");
    }
    unusedFor(13);
    assertThat(idleness.stop(D1, new OperationId("s3"))).isFalse();
    rows.run("update operation set created_at = now() - interval '2 hours'");
    assertThat(idleness.stop(D1, new OperationId("s3"))).isTrue();
  }

  @Test
  void aNodeThatCannotTellOfItsGpusSavesItsDesktops() {
    unusedFor(13);
    rows.run("update node set metrics = metrics || '{\"gpuProblem\": \"driver\"}'");
    isNotStopped();
    assertThat(rows.text("select used_by from desktop_use")).isEqualTo("unknown");
  }

  @Test
  void withoutAPolicyNothingIsDue() {
    unusedFor(13);
    rows.run("update setting set value = '0'");
    assertThat(idleness.look(D1)).isEqualTo(Idleness.NONE);
    isNotStopped();
  }

  @Test
  void whoeverIsDueSomeDayIsWatchedAndToldOfAnotherPolicy() {
    idleness.lookAtAll();
    assertThat(idleness.unwatched()).containsExactly(D1);
    idleness.note(D1, true);
    assertThat(idleness.unwatched()).isEmpty();
    assertThat(idleness.watched()).containsExactly(D1);
    assertThat(idleness.untold()).isEmpty();
    rows.run("update setting set value = '3600'");
    assertThat(idleness.untold()).containsExactly(D1);
    assertThat(idleness.look(D1).periodMillis()).isEqualTo(3_600_000);
    assertThat(idleness.untold()).isEmpty();
    rows.run("update desktop set state = 'stopped'");
    assertThat(idleness.look(D1)).isEqualTo(Idleness.NONE);
    assertThat(idleness.watched()).isEmpty();
  }

  @Test
  void pausesOfAnHourAndMoreAreKeptForAWeek() {
    unusedFor(13);
    tells(3, 0.0);
    idleness.lookAtAll();
    assertThat(pauses()).as("it goes on").isEqualTo("0");
    rows.run("update desktop_use set told_at = told_at - interval '1 minute'");
    tells(3, 9.0);
    idleness.lookAtAll();
    assertThat(pauses()).isEqualTo("1");
    assertThat(
            rows.text(
                "select (ended_at - began_at between interval '13 hours'"
                    + " and interval '13 hours 2 minutes')::text from desktop_pause"))
        .isEqualTo("true");
    rows.run("update desktop_pause set ended_at = now() - interval '9 days'");
    idleness.lookAtAll();
    assertThat(pauses()).isEqualTo("0");
  }

  private String pauses() {
    return rows.text("select count(*) from desktop_pause");
  }

  @Test
  void isNotStoppedWhenItsOwnerLocksItJustThen() throws Exception {
    isNotStoppedAfter("update desktop set locked_until = now() + interval '1 day'");
  }

  @Test
  void isNotStoppedWhenItsOwnerAsksForSomethingJustThen() throws Exception {
    isNotStoppedAfter(
        "insert into operation (id, desktop, kind, state, requested_by)"
            + " values ('b1', 'd1', 'switch', 'queued', 'a1')");
  }

  /** As the portal does: the desktop's row first. */
  private void isNotStoppedAfter(String what) throws Exception {
    unusedFor(13);
    CompletableFuture<Boolean> stopped;
    try (Connection portal = source.getConnection();
        Statement statement = portal.createStatement()) {
      portal.setAutoCommit(false);
      statement.execute("select 1 from desktop where id = 'd1' for update");
      stopped = CompletableFuture.supplyAsync(() -> idleness.stop(D1, STOP));
      while (isNobodyWaiting()) {
        assertThat(stopped).isNotDone();
      }
      statement.execute(what);
      portal.commit();
    }
    assertThat(stopped).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(false);
    assertThat(rows.text("select count(*) from outbox")).isEqualTo("0");
  }

  private boolean isNobodyWaiting() {
    return rows.text(
            "select count(*) from pg_stat_activity where datname = current_database()"
                + " and wait_event_type = 'Lock'")
        .equals("0");
  }

  private void isNotStopped() {
    assertThat(idleness.stop(D1, STOP)).isFalse();
    assertThat(rows.text("select count(*) from operation")).isEqualTo("0");
    assertThat(rows.text("select wanted from desktop")).isEqualTo("running");
  }

  private long stopMillis() {
    return Objects.requireNonNull(idleness.look(D1).stopMillis());
  }
}
