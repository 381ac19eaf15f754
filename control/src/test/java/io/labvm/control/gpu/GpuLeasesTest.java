package io.labvm.control.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.control.AssignDesktop;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.control.Rows;
import io.labvm.control.placement.Assignments;
import io.labvm.control.placement.PlacementTestKit;
import io.labvm.schema.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class GpuLeasesTest {
  private static final String FOUR =
      """
      {"cpus": 4.0, "memoryTotalBytes": 4294967296, "desktops": [], "gpus": [
        {"uuid": "g0"}, {"uuid": "g1"}, {"uuid": "g2"}, {"uuid": "g3"}]}
      """;

  private final TestDatabase database = TestDatabase.create();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final TransactionTemplate transactions =
      new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
  private final Rows rows = new Rows(jdbc);
  private final Assignments assignments = PlacementTestKit.assignments(jdbc, transactions);
  private final GpuRounds rounds = GpuKit.rounds(jdbc, transactions);

  @BeforeEach
  void anExclusiveNodeWithFourGpus() {
    node("n1");
  }

  private void node(String id) {
    rows.node(id, Duration.ZERO);
    rows.run(
        "update node set gpu_mode = 'exclusive', metrics = cast(? as jsonb) where id = ?",
        FOUR,
        id);
  }

  private void desktop(String id, int gpus) {
    rows.desktop(id);
    rows.run("update desktop set gpus = ? where id = ?", gpus, id);
  }

  /** As a start does, which then succeeds. */
  private void start(String id, String node, long epoch) {
    assignments.assign(
        new AssignDesktop(new DesktopId(id), new NodeId(node), epoch, new UpperId("u")));
    rows.run("update desktop set state = 'running', node = ? where id = ?", node, id);
  }

  /** What the guard says, 10 s after whatever was before. */
  private void holds(String node, String desktop, long epoch, String activity) {
    rows.run("update gpu_lease set over_since = over_since - interval '10 seconds'");
    rows.beacon(node, desktop, epoch, activity);
  }

  private void holdsNothing(String node) {
    holds(node, "none", 1, "gone");
  }

  private String gpus(String desktop) {
    return rows.text(
        "select coalesce(string_agg(gpu, ' ' order by gpu), '') from gpu_lease"
            + " where desktop = ?",
        desktop);
  }

  private String given(String desktop) {
    return rows.text(
        "select coalesce(string_agg(gpu, ' ' order by gpu), '') from gpu_lease l"
            + " join desktop d on d.id = l.desktop and d.assigned_epoch = l.epoch"
            + " where desktop = ?",
        desktop);
  }

  private List<String> queue(String node) {
    return jdbc.sql("select desktop from gpu_wait where node = ? order by asked_at, desktop")
        .param(node)
        .query((r, _) -> r.getString(1))
        .list();
  }

  @Test
  void eachGetsItsOwnAndARepetitionChangesNothing() {
    desktop("d1", 2);
    desktop("d2", 1);
    rows.desktop("d3");
    start("d1", "n1", 1);
    start("d2", "n1", 1);
    start("d3", "n1", 1);
    start("d1", "n1", 1);
    assertThat(given("d1")).isEqualTo("g0 g1");
    assertThat(given("d2")).isEqualTo("g2");
    assertThat(gpus("d3")).as("nobody asked for any").isEmpty();
    assertThat(queue("n1")).isEmpty();
  }

  @Test
  void theDatabaseRefusesASecondOwner() {
    desktop("d1", 1);
    desktop("d2", 0);
    start("d1", "n1", 1);
    assertThatThrownBy(
            () -> rows.run("insert into gpu_lease (gpu, node, desktop) values ('g0', 'n1', 'd2')"))
        .hasMessageContaining("gpu_lease_pkey");
  }

  @Test
  void twoNodesOfOneMachineNeverGiveTheSameGpu() {
    node("n2");
    desktop("d1", 3);
    desktop("d2", 2);
    start("d1", "n1", 1);
    start("d2", "n2", 1);
    assertThat(gpus("d1")).isEqualTo("g0 g1 g2");
    assertThat(gpus("d2")).isEmpty();
    assertThat(queue("n2")).containsExactly("d2");
  }

  @Test
  void startsAtTheSameTimeNeverGetTheSameGpu() throws Exception {
    IntStream.range(0, 8).forEach(i -> desktop("d" + i, 1));
    List<Callable<Boolean>> all =
        IntStream.range(0, 8)
            .<Callable<Boolean>>mapToObj(
                i ->
                    () -> {
                      start("d" + i, "n1", 1);
                      return true;
                    })
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(all)) {
        assertThat(answer.get()).isTrue();
      }
    }
    assertThat(rows.text("select count(distinct desktop) || ' ' || count(*) from gpu_lease"))
        .isEqualTo("4 4");
    assertThat(queue("n1")).hasSize(4);
  }

  @Test
  void whoeverWaitsIsServedInOrderOfAskingAndNobodyIsPassedOver() {
    desktop("d1", 3);
    desktop("d2", 2);
    desktop("d3", 1);
    start("d1", "n1", 1);
    start("d2", "n1", 1);
    start("d3", "n1", 1);
    rounds.look();
    assertThat(queue("n1")).containsExactly("d2", "d3");
    assertThat(gpus("d3")).as("one is free, but d2 was first").isEmpty();
    stop("d1");
    holdsNothing("n1");
    rounds.look();
    assertThat(queue("n1")).isEmpty();
    assertThat(gpus("d2")).isEqualTo("g0 g1");
    assertThat(gpus("d3")).isEqualTo("g2");
    assertThat(given("d2") + given("d3")).as("not in their containers yet").isEmpty();
  }

  /** The member stops it: the phase is told, the operation is over. */
  private void stop(String desktop) {
    rows.run("update desktop set state = 'stopped', wanted = 'stopped' where id = ?", desktop);
    rounds.look();
  }

  @Test
  void aGpuIsFreeOnlyWhenTheGuardSaysThatItsDesktopHasEnded() {
    desktop("d1", 1);
    start("d1", "n1", 4);
    stop("d1");
    assertThat(gpus("d1")).as("nobody has said anything yet").isEqualTo("g0");
    holds("n1", "d1", 4, "running");
    rounds.look();
    assertThat(gpus("d1")).as("it still runs").isEqualTo("g0");
    holds("n1", "d1", 4, "gone");
    rounds.look();
    assertThat(gpus("d1")).isEmpty();
  }

  @Test
  void anOperationThatMayBringItBackKeepsWhatItHas() {
    desktop("d1", 1);
    start("d1", "n1", 1);
    rows.run("update desktop set state = 'switching' where id = 'd1'");
    rows.operation("d1", "op1", OperationKind.SWITCH);
    node("n2");
    rows.run(
        "update node set metrics = jsonb_set(metrics, '{gpus}', '[{\"uuid\": \"h0\"}]')"
            + " where id = 'n2'");
    assignments.assign(
        new AssignDesktop(new DesktopId("d1"), new NodeId("n2"), 2, new UpperId("v")));
    holdsNothing("n1");
    rounds.look();
    assertThat(gpus("d1")).as("it may come back").isEqualTo("g0 h0");
    rows.run("update operation set state = 'succeeded', ended_at = now()");
    rows.run("update desktop set state = 'running', node = 'n2' where id = 'd1'");
    rounds.look();
    holdsNothing("n1");
    rounds.look();
    assertThat(gpus("d1")).isEqualTo("h0");
  }

  @Test
  void deletedDesktopsLeaveQueueAndGpus() {
    desktop("d1", 4);
    desktop("d2", 1);
    start("d1", "n1", 1);
    start("d2", "n1", 1);
    assignments.forget(new DesktopId("d2"));
    assignments.forget(new DesktopId("d1"));
    rounds.look();
    holdsNothing("n1");
    rounds.look();
    assertThat(
            rows.text("select (select count(*) from gpu_lease) || ' ' || count(*) from gpu_wait"))
        .isEqualTo("0 0");
  }

  @Test
  void theFirstInTheQueueStartsAnewWhenNobodyIsConnected() {
    desktop("d1", 4);
    desktop("d2", 1);
    start("d1", "n1", 1);
    start("d2", "n1", 7);
    connections("d2", 7, 1);
    stop("d1");
    rows.run("update gpu_lease set over_since = over_since - interval '10 seconds'");
    rows.beacon("n1", "d2", 7, "running");
    rounds.look();
    assertThat(gpus("d2")).isEqualTo("g0");
    assertThat(starts("d2")).as("somebody looks at it").isZero();
    connections("d2", 7, 0);
    rounds.look();
    rounds.look();
    assertThat(starts("d2")).isEqualTo(1);
    start("d2", "n1", 8);
    assertThat(given("d2")).isEqualTo("g0");
    rows.run("update operation set ended_at = now()");
    connections("d2", 8, 0);
    rounds.look();
    assertThat(starts("d2")).isEqualTo(1);
  }

  private void connections(String desktop, long epoch, int number) {
    rows.run(
        "update node set metrics_at = now(), metrics = jsonb_set(metrics, '{desktops}',"
            + " jsonb_build_array(jsonb_build_object('desktop', cast(? as text),"
            + " 'epoch', cast(? as bigint), 'connections', cast(? as int)))) where id = 'n1'",
        desktop,
        epoch,
        number);
  }

  private int starts(String desktop) {
    return Integer.parseInt(
        rows.text(
            "select count(*) from operation where desktop = ? and kind = 'start'"
                + " and requested_by = 'system'",
            desktop));
  }

  @Test
  void whoeverWantsFewerGivesBackOnceTheOldContainerHasEnded() {
    desktop("d1", 3);
    start("d1", "n1", 1);
    rows.run("update desktop set gpus = 1 where id = 'd1'");
    connections("d1", 1, 0);
    rounds.look();
    assertThat(starts("d1")).isEqualTo(1);
    start("d1", "n1", 2);
    rows.run("update operation set ended_at = now()");
    assertThat(given("d1")).isEqualTo("g0");
    rounds.look();
    holds("n1", "d1", 1, "running");
    rounds.look();
    assertThat(gpus("d1")).as("its first container has them still").isEqualTo("g0 g1 g2");
    holds("n1", "d1", 2, "running");
    rounds.look();
    assertThat(gpus("d1")).isEqualTo("g0");
  }

  @Test
  void askingWhileItRunsJoinsTheQueueAndTakingItBackLeavesIt() {
    desktop("d1", 4);
    rows.desktop("d2");
    start("d1", "n1", 1);
    start("d2", "n1", 1);
    rows.run("update desktop set gpus = 1 where id = 'd2'");
    rounds.look();
    assertThat(queue("n1")).containsExactly("d2");
    rows.run("update desktop set gpus = null where id = 'd2'");
    rounds.look();
    assertThat(queue("n1")).isEmpty();
  }

  @Test
  void aWishEndsAtItsTimeButNotWhileSomethingComputes() {
    desktop("d1", 1);
    start("d1", "n1", 1);
    computes("d1");
    rows.run("update desktop set gpus_until = now() - interval '1 minute' where id = 'd1'");
    connections("d1", 1, 0);
    rounds.look();
    assertThat(starts("d1")).isZero();
    computes("nobody");
    rounds.look();
    assertThat(starts("d1")).isEqualTo(1);
    start("d1", "n1", 2);
    rows.run("update operation set ended_at = now()");
    assertThat(given("d1")).isEmpty();
    rounds.look();
    holds("n1", "d1", 2, "running");
    rounds.look();
    assertThat(gpus("d1")).isEmpty();
  }

  private void computes(String desktop) {
    rows.run(
        "update node set metrics = jsonb_set(metrics, '{gpus,0,processes}',"
            + " jsonb_build_array(jsonb_build_object('desktop', cast(? as text))))",
        desktop);
  }

  @Test
  void sharedNodesLeaseNothing() {
    rows.run("update node set gpu_mode = 'shared'");
    desktop("d1", 2);
    start("d1", "n1", 1);
    rounds.look();
    assertThat(gpus("d1")).isEmpty();
    assertThat(queue("n1")).isEmpty();
  }

  @Test
  void aGpuThatTheNodeNoLongerTellsOfIsNotGranted() {
    rows.run("update node set metrics = jsonb_set(metrics, '{gpus}', '[{\"uuid\": \"g9\"}]')");
    desktop("d1", 1);
    start("d1", "n1", 1);
    assertThat(gpus("d1")).isEqualTo("g9");
    desktop("d2", 1);
    start("d2", "n1", 1);
    assertThat(queue("n1")).containsExactly("d2");
  }
}
