package io.labvm.control.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.plan.PlannedSwitch;
import io.labvm.control.Rows;
import io.labvm.control.outbox.OwnOperations;
import io.labvm.schema.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What planned switches leave in the database, and what they read there. */
class PlanRowsTest {
  private static final DesktopId D1 = new DesktopId("d1");
  private static final OperationId PLAN = new OperationId("p1");

  private final DataSource source = TestDatabase.create().dataSource();
  private final JdbcClient jdbc = JdbcClient.create(source);
  private final Rows rows = new Rows(jdbc);
  private final PlanRows plans =
      new PlanRows(
          jdbc,
          new TransactionTemplate(new JdbcTransactionManager(source)),
          new OwnOperations(jdbc));

  @BeforeEach
  void runningDesktop() {
    rows.node("n1", Duration.ZERO);
    rows.node("n2", Duration.ZERO);
    rows.desktop("d1");
    rows.run(
        "update desktop set node = 'n1', assigned_node = 'n1', assigned_epoch = 3,"
            + " state = 'running' where id = 'd1'");
    rows.run(
        "insert into planned_switch (id, desktop, to_node, due_at, requested_by)"
            + " values ('p1', 'd1', 'n2', '2027-01-31T02:00:00Z', 'a1')");
  }

  @Test
  void isTakenUpOnce() {
    assertThat(plans.unknown()).containsExactly(new PlannedSwitch(PLAN, D1, 1_801_360_800_000L));
    plans.note(PLAN, "started");
    assertThat(plans.unknown()).isEmpty();
    assertThat(plans.started()).containsExactly(PLAN);
  }

  @Test
  void asksForTheSwitchOnceInTheNameOfWhoPlannedIt() {
    assertThat(plans.begin(PLAN)).isTrue();
    assertThat(plans.begin(PLAN)).isTrue();
    assertThat(state()).isEqualTo("begun");
    assertThat(
            jdbc.sql("select kind || ' ' || requested_by from operation where id = 'p1'")
                .query(String.class)
                .list())
        .isEqualTo(List.of("switch a1"));
    assertThat(jdbc.sql("select payload ->> 'to' from outbox").query(String.class).list())
        .isEqualTo(List.of("n2"));
  }

  @Test
  void waitsForAnotherOperationAndIsGivenUpIfThatDoesNotEnd() {
    rows.run(
        "insert into operation (id, desktop, kind, state, requested_by)"
            + " values ('o', 'd1', 'backup', 'running', 'a1')");
    assertThat(plans.begin(PLAN)).isFalse();
    assertThat(state()).isEqualTo("waiting");
    plans.fail(PLAN, "busy");
    assertThat(state()).isEqualTo("failed");
  }

  @Test
  void cancelledOneAsksForNothingAndItsWorkflowIsTold() {
    plans.note(PLAN, "started");
    rows.run("update planned_switch set state = 'cancelled' where id = 'p1'");
    assertThat(plans.untold()).containsExactly(PLAN);
    assertThat(plans.begin(PLAN)).isTrue();
    assertThat(state()).isEqualTo("cancelled");
    assertThat(jdbc.sql("select count(*) from outbox").query(Long.class).single()).isZero();
    plans.note(PLAN, "told");
    assertThat(plans.untold()).isEmpty();
  }

  @Test
  void saysWhyItCannotBegin() {
    rows.run("update desktop set state = 'failed' where id = 'd1'");
    assertThat(plans.begin(PLAN)).isTrue();
    assertThat(reason()).isEqualTo("state");
    rows.run("update planned_switch set state = 'waiting', reason = null");
    rows.run("update desktop set state = 'node-lost' where id = 'd1'");
    assertThat(plans.begin(PLAN)).isTrue();
    assertThat(reason()).as("it would leave changes behind").isEqualTo("state");
    rows.run("update planned_switch set state = 'waiting', reason = null");
    rows.run("update desktop set state = 'running', node = 'n2' where id = 'd1'");
    assertThat(plans.begin(PLAN)).isTrue();
    assertThat(reason()).isEqualTo("there");
  }

  /** As the portal cancels it: the desktop is locked first, then the plan is changed. */
  @Test
  void isNotBegunWhenItIsCancelledJustThen() throws Exception {
    CompletableFuture<Boolean> begun;
    try (Connection portal = source.getConnection();
        Statement statement = portal.createStatement()) {
      portal.setAutoCommit(false);
      statement.execute("select 1 from desktop where id = 'd1' for update");
      begun = CompletableFuture.supplyAsync(() -> plans.begin(PLAN));
      while (isNobodyWaiting()) {
        assertThat(begun).isNotDone();
      }
      statement.execute("update planned_switch set state = 'cancelled' where id = 'p1'");
      portal.commit();
    }
    assertThat(begun).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(true);
    assertThat(state()).isEqualTo("cancelled");
    assertThat(rows.text("select count(*) from outbox")).isEqualTo("0");
  }

  private boolean isNobodyWaiting() {
    return rows.text(
            "select count(*) from pg_stat_activity where datname = current_database()"
                + " and wait_event_type = 'Lock'")
        .equals("0");
  }

  @Test
  void isUnusedWhileNobodyIsConnectedAndAllRests() {
    assertThat(plans.unused(D1)).as("the node has told nothing").isFalse();
    tells(0.01, 0, 3, "[]");
    assertThat(plans.unused(D1)).isTrue();
    tells(0.2, 0, 3, "[]");
    assertThat(plans.unused(D1)).as("it computes").isFalse();
    tells(0.01, 1, 3, "[]");
    assertThat(plans.unused(D1)).as("somebody looks").isFalse();
    tells(0.01, 0, 2, "[]");
    assertThat(plans.unused(D1)).as("told of an earlier life").isFalse();
    tells(0.01, 0, 3, "[{\"processes\": [{\"pid\": 7, \"desktop\": \"d1\"}]}]");
    assertThat(plans.unused(D1)).as("a GPU computes for it").isFalse();
    tells(0.01, 0, 3, "[]");
    rows.run("update node set metrics_at = now() - interval '1 minute' where id = 'n1'");
    assertThat(plans.unused(D1)).as("told a minute ago").isFalse();
    rows.run("update desktop set state = 'stopped' where id = 'd1'");
    assertThat(plans.unused(D1)).isTrue();
  }

  private void tells(double cpu, int connections, long epoch, String gpus) {
    rows.run(
        "update node set metrics_at = now(), metrics = cast(? as jsonb) where id = 'n1'",
        """
        {"desktops": [{"desktop": "d1", "epoch": %d, "cpu": %s, "connections": %d}], "gpus": %s}
        """
            .formatted(epoch, Double.toString(cpu), connections, gpus));
  }

  private String state() {
    return jdbc.sql("select state from planned_switch").query(String.class).single();
  }

  private String reason() {
    return jdbc.sql("select reason from planned_switch").query(String.class).single();
  }
}
