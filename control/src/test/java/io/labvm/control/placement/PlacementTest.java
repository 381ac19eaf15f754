package io.labvm.control.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.control.AssignDesktop;
import io.labvm.contract.control.PlaceDesktop;
import io.labvm.contract.control.PromiseLimits;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.control.Rows;
import io.labvm.schema.TestDatabase;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class PlacementTest {
  private final TestDatabase database = TestDatabase.create();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final TransactionTemplate transactions =
      new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
  private final Rows rows = new Rows(jdbc);
  private final Placements placements = PlacementTestKit.placements(jdbc, transactions);
  private final Assignments assignments = PlacementTestKit.assignments(jdbc, transactions);
  private final DesktopId desktop = new DesktopId("d1");

  @Test
  void sameOperationGetsTheSameNode() {
    rows.node("n1", Duration.ZERO);
    rows.desktop("d1");
    assertThat(place("d1", "op1", null)).isEqualTo("n1");
    rows.node("n0", Duration.ZERO);
    assertThat(place("d1", "op1", null)).isEqualTo("n1");
  }

  @Test
  void fullerNodeIsPassedOverAndAFullLabRefuses() {
    rows.node("n1", Duration.ZERO);
    rows.node("n2", Duration.ZERO);
    IntStream.range(0, 9).forEach(i -> rows.desktop("d" + i));
    var nodes = IntStream.range(0, 8).mapToObj(i -> place("d" + i, "op" + i, null)).toList();
    assertThat(nodes).containsOnly("n1", "n2").filteredOn("n1"::equals).hasSize(4);
    assertFails(FailureCode.NO_CAPACITY, () -> place("d8", "op8", null));
  }

  /** A node of 4 processors and 4 GiB. */
  private void node(String id, int gpus, long diskFree) {
    rows.node(id, Duration.ZERO);
    rows.run(
        "update node set metrics = metrics || jsonb_build_object('diskFreeBytes', ?::bigint, 'gpus',"
            + " (select coalesce(jsonb_agg(jsonb_build_object('uuid', ? || i)), '[]')"
            + " from generate_series(1, ?) i)) where id = ?",
        diskFree,
        id,
        gpus,
        id);
  }

  @Test
  void whoWantsGpusGoesWhereTheyAreFree() {
    node("a-none", 0, 1L << 40);
    node("b-full", 2, 1L << 40);
    node("c-free", 2, 1L << 40);
    rows.run("update node set gpu_mode = 'exclusive' where id <> 'a-none'");
    for (String id : List.of("d1", "d2", "d3", "d4")) {
      rows.desktop(id);
      rows.run("update desktop set gpus = 2 where id = ?", id);
    }
    rows.desktop("holder");
    rows.run("insert into gpu_lease (gpu, node, desktop) values ('b-full1', 'b-full', 'holder')");
    assertThat(place("d1", "op1", null)).isEqualTo("c-free");
    rows.run("insert into gpu_wait (desktop, node) values ('d1', 'c-free')");
    assertThat(place("d2", "op2", null)).as("it waits on neither less").isEqualTo("b-full");
    rows.run("update node set gpu_mode = 'shared' where id = 'c-free'");
    assertThat(place("d3", "op3", null)).isEqualTo("c-free");
    rows.run("update node set schedulable = false where id <> 'a-none'");
    assertThat(place("d4", "op4", null)).as("better than nowhere").isEqualTo("a-none");
  }

  @Test
  void diskThatIsNearlyFullComesLastAndACopyOfTheBaseCounts() {
    node("a-cramped", 0, 4_000_000_000L);
    node("b-empty", 0, 1L << 40);
    node("c-copy", 0, 1L << 40);
    IntStream.range(0, 6).forEach(i -> rows.desktop("d" + i));
    assertThat(place("d0", "op0", null)).isEqualTo("b-empty");
    rows.run("update desktop set node = 'c-copy', wanted = 'stopped' where id = 'd5'");
    assertThat(place("d1", "op1", null)).as("emptier, and has it").isEqualTo("c-copy");
    rows.run("update desktop set assigned_node = null where id = 'd0'");
    assertThat(place("d2", "op2", null)).as("much fuller").isEqualTo("b-empty");
    rows.run("update desktop set milli_cpus = 100, memory_bytes = 67108864 where id = 'd1'");
    assertThat(place("d3", "op3", null)).isEqualTo("c-copy");
    rows.run("update node set schedulable = false where id <> 'a-cramped'");
    assertThat(place("d4", "op4", null)).isEqualTo("a-cramped");
  }

  @Test
  void scarcerOfMemoryAndProcessorsDecides() {
    node("a-cpus", 0, 1L << 40);
    node("b-memory", 0, 1L << 40);
    rows.desktop("many-cpus");
    rows.run("update desktop set milli_cpus = 3900, memory_bytes = 1000 where id = 'many-cpus'");
    rows.run("update desktop set assigned_node = 'a-cpus' where id = 'many-cpus'");
    rows.desktop("much-memory");
    rows.run(
        "update desktop set milli_cpus = 10, memory_bytes = 3000000000 where id <> 'many-cpus'");
    rows.run("update desktop set assigned_node = 'b-memory' where id = 'much-memory'");
    rows.desktop("d1");
    rows.run("update desktop set milli_cpus = 10 where id = 'd1'");
    assertThat(place("d1", "op1", null)).isEqualTo("b-memory");
  }

  @Test
  void stoppedDesktopsAndGivenBackRoomDoNotCount() {
    rows.node("n1", Duration.ZERO);
    IntStream.range(0, 6).forEach(i -> rows.desktop("d" + i));
    IntStream.range(0, 4).forEach(i -> place("d" + i, "op" + i, null));
    rows.run("update desktop set wanted = 'stopped' where id = 'd0'");
    assertThat(place("d4", "op4", null)).isEqualTo("n1");
    assignments.unplace(desktop);
    assertThat(place("d5", "op5", null)).isEqualTo("n1");
  }

  @Test
  void promisesMoreOnlyAsFarAsTheNodeHasRoom() {
    rows.node("n1", Duration.ZERO);
    IntStream.range(0, 3).forEach(i -> rows.desktop("d" + i));
    IntStream.range(0, 3).forEach(i -> place("d" + i, "op" + i, null));
    promise("d0", 2L << 30, false);
    assertFails(FailureCode.NO_CAPACITY, () -> promise("d0", 3L << 30, false));
    assertThat(memory("d0")).isEqualTo(Long.toString(2L << 30));
    rows.run("update node set schedulable = false where id = 'n1'");
    assertFails(FailureCode.NO_CAPACITY, () -> promise("d0", 3L << 30, false));
    promise("d0", 1L << 29, false);
    rows.run("update desktop set wanted = 'stopped' where id = 'd1'");
    promise("d1", 9L << 30, false);
    assertThat(memory("d1")).isEqualTo(Long.toString(9L << 30));
  }

  @Test
  void goesBackToWhatWasPromisedBeforeWithoutLooking() {
    rows.node("n1", Duration.ZERO);
    rows.desktop("d1");
    place("d1", "op1", null);
    promise("d1", 9L << 30, true);
    assertThat(memory("d1")).isEqualTo(Long.toString(9L << 30));
    rows.run("update desktop set deleted_at = now() where id = 'd1'");
    assertFails(FailureCode.WRONG_STATE, () -> promise("d1", 1L << 30, true));
  }

  private void promise(String id, long memory, boolean back) {
    placements.promise(
        new PromiseLimits(new DesktopId(id), new Limits(1000, memory, 500, 1 << 26), back));
  }

  private String memory(String id) {
    return rows.text("select memory_bytes from desktop where id = ?", id);
  }

  @Test
  void choicesAtTheSameTimeNeverPromiseTheSameRoom() throws Exception {
    rows.node("n1", Duration.ZERO);
    IntStream.range(0, 8).forEach(i -> rows.desktop("d" + i));
    List<Callable<Boolean>> all =
        IntStream.range(0, 8).<Callable<Boolean>>mapToObj(i -> () -> fits("d" + i)).toList();
    int placed = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(all)) {
        placed += answer.get() ? 1 : 0;
      }
    }
    assertThat(placed).isEqualTo(4);
  }

  @Test
  void nodesThatAreSilentCordonedOrGoneTakeNothing() {
    rows.node("n1", Duration.ofMinutes(1));
    rows.node("n2", Duration.ZERO);
    rows.run("update node set schedulable = false where id = 'n2'");
    rows.node("n3", Duration.ZERO);
    rows.run("update node set left_at = now() where id = 'n3'");
    rows.node("n4", Duration.ZERO);
    rows.run("update node set agent_age_ms = 60000 where id = 'n4'");
    rows.desktop("d1");
    assertFails(FailureCode.NODE_UNAVAILABLE, () -> place("d1", "op1", null));
    rows.node("n5", Duration.ZERO);
    assertFails(FailureCode.NODE_UNAVAILABLE, () -> place("d1", "op1", "n2"));
    assertThat(place("d1", "op1", null)).isEqualTo("n5");
  }

  @Test
  void olderEpochNeverReplacesANewerOne() {
    rows.desktop("d1");
    assign(2);
    assignments.route(desktop, 2);
    assertFails(FailureCode.STALE_EPOCH, () -> assign(1));
    assertFails(FailureCode.STALE_EPOCH, () -> assignments.route(desktop, 1));
    assignments.withdraw(desktop, 1);
    assertThat(held()).isEqualTo("n1 2 true");
  }

  @Test
  void newEpochIsClosedUntilItIsRoutedAndRepeatsChangeNothing() {
    rows.desktop("d1");
    assign(1);
    assertThat(held()).isEqualTo("n1 1 false");
    assignments.route(desktop, 1);
    assign(1);
    assignments.route(desktop, 1);
    assertThat(held()).isEqualTo("n1 1 true");
    assign(2);
    assertThat(held()).isEqualTo("n1 2 false");
    assignments.withdraw(desktop, 2);
    assignments.withdraw(desktop, 2);
    assertThat(held()).isEqualTo("n1 2 false");
  }

  @Test
  void forgottenDesktopKeepsItsRowAndHoldsItsPorts() {
    rows.desktop("d1");
    assign(1);
    rows.run(
        "insert into planned_switch (id, desktop, requested_by, workflow)"
            + " values ('p1', 'd1', 'a1', 'started')");
    assignments.forget(desktop);
    assignments.forget(desktop);
    assertThat(rows.text("select state from planned_switch")).isEqualTo("cancelled");
    assertThat(rows.text("select deleted_at is not null from desktop where id = 'd1'"))
        .isEqualTo("t");
    assertThat(rows.text("select released_at is not null from address where desktop = 'd1'"))
        .isEqualTo("t");
    assertFails(FailureCode.STALE_EPOCH, () -> assign(2));
  }

  private boolean fits(String id) {
    try {
      place(id, "op-" + id, null);
      return true;
    } catch (ApplicationFailure full) {
      return false;
    }
  }

  private String place(String id, String operation, @Nullable String node) {
    return placements
        .place(new PlaceDesktop(new OperationId(operation), Rows.spec(id, node)))
        .value();
  }

  private void assign(long epoch) {
    assignments.assign(
        new AssignDesktop(desktop, new NodeId("n1"), epoch, new UpperId("u" + epoch)));
  }

  private String held() {
    return rows.text(
        "select assigned_node || ' ' || assigned_epoch || ' ' || routed from desktop"
            + " where id = 'd1'");
  }

  private static void assertFails(FailureCode code, ThrowingCallable call) {
    assertThatThrownBy(call).satisfies(e -> assertThat(Failures.codeOf(e)).isEqualTo(code));
  }
}
