package io.labvm.control.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.labvm.contract.control.ChooseTarget;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.drain.DrainLeg;
import io.labvm.contract.drain.DrainMove;
import io.labvm.contract.drain.DrainNode;
import io.labvm.contract.drain.DrainState;
import io.labvm.contract.drain.DrainWish;
import io.labvm.contract.drain.MoveDesktop;
import io.labvm.contract.drain.MoveState;
import io.labvm.contract.drain.PlannedMove;
import io.labvm.contract.drain.PlannedMove.Blocker;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.control.Rows;
import io.labvm.control.outbox.DesktopSpecs;
import io.labvm.control.outbox.OwnOperations;
import io.labvm.control.placement.PlacementTestKit;
import io.labvm.control.placement.Placements;
import io.labvm.schema.TestDatabase;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What drains leave in the database, and what they read there. */
class DrainRowsTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");

  private final DataSource source = TestDatabase.create().dataSource();
  private final JdbcClient jdbc = JdbcClient.create(source);
  private final TransactionTemplate transactions =
      new TransactionTemplate(new JdbcTransactionManager(source));
  private final Rows rows = new Rows(jdbc);
  private final DrainRows drains = new DrainRows(jdbc, transactions);
  private final Moves moves = new Moves(jdbc, transactions, new OwnOperations(jdbc));
  private final Placements placements = PlacementTestKit.placements(jdbc, transactions);
  private final Plans plans = new Plans(jdbc, new DesktopSpecs(jdbc), placements);

  @BeforeEach
  void twoNodes() {
    rows.node("n1", Duration.ZERO);
    rows.node("n2", Duration.ZERO);
  }

  private void desktop(String id, String node, String state) {
    rows.desktop(id);
    rows.run(
        "update desktop set node = ?, assigned_node = ?, state = ? where id = ?",
        node,
        node,
        state,
        id);
  }

  private DrainNode queued(String id, boolean home) {
    rows.run(
        "insert into drain (id, node, home, state, at_once, requested_by)"
            + " values (?, 'n1', ?, 'queued', 2, 'a1')",
        id,
        home);
    return drains.queued().getFirst();
  }

  private static MoveDesktop move(String desktop, String operation) {
    return new MoveDesktop(
        new DrainLeg(new DesktopId(desktop), N1, null), new OperationId(operation), "a1");
  }

  private void ended(String operation, String state, String node) {
    rows.run("update operation set state = ?, ended_at = now() where id = ?", state, operation);
    rows.run(
        "update desktop set node = ?, assigned_node = ? where id ="
            + " (select desktop from operation where id = ?)",
        node,
        node,
        operation);
  }

  @Test
  void aDrainIsAboutTheDesktopsOfItsNodeWhenItBegins() {
    desktop("d1", "n1", "running");
    desktop("d2", "n2", "running");
    DrainNode drain = queued("x", false);
    var legs = List.of(new DrainLeg(new DesktopId("d1"), N1, null));
    assertThat(drains.begin(drain).legs()).isEqualTo(legs);
    desktop("d3", "n1", "running");
    assertThat(drains.begin(drain).legs()).isEqualTo(legs);
    drains.move(drain.drain(), DrainMove.moved(new DesktopId("d1"), new OperationId("o"), N2));
    assertThat(drains.begin(drain).legs()).isEmpty();
    assertThat(drains.queued()).isEmpty();
  }

  @Test
  void homeComeThoseThatAreWhereTheDrainPutThem() {
    desktop("d1", "n1", "running");
    desktop("d2", "n1", "running");
    desktop("d3", "n1", "running");
    DrainNode drain = queued("x", false);
    var ignored = drains.begin(drain);
    for (String id : List.of("d1", "d2")) {
      drains.move(drain.drain(), DrainMove.moved(new DesktopId(id), new OperationId(id), N2));
    }
    drains.move(
        drain.drain(), DrainMove.left(new DesktopId("d3"), new OperationId("d3"), "no room"));
    assertThat(drains.end(drain.drain(), false)).isEqualTo(DrainState.INCOMPLETE);
    rows.run("update desktop set node = 'n2' where id = 'd1'");
    DrainNode home = queued("y", true);
    assertThat(drains.begin(home).legs())
        .containsExactly(new DrainLeg(new DesktopId("d1"), N2, N1));
    assertThat(drains.end(home.drain(), false)).isEqualTo(DrainState.SUCCEEDED);
  }

  private void moved(DrainNode drain, String... desktops) {
    for (String id : desktops) {
      drains.move(drain.drain(), DrainMove.moved(new DesktopId(id), new OperationId(id), N2));
      rows.run("update desktop set node = 'n2', assigned_node = 'n2' where id = ?", id);
    }
    var ignored = drains.end(drain.drain(), false);
  }

  private List<String> homecoming(String id) {
    DrainNode home = queued(id, true);
    List<String> legs =
        drains.begin(home).legs().stream().map(leg -> leg.desktop().value()).sorted().toList();
    var ignored = drains.end(home.drain(), false);
    return legs;
  }

  @Test
  void homeComeThoseOfAllDrainsSinceTheLastTime() {
    desktop("d1", "n1", "running");
    DrainNode first = queued("x", false);
    var ignored = drains.begin(first);
    moved(first, "d1");
    desktop("d2", "n1", "running");
    DrainNode second = queued("y", false);
    assertThat(drains.begin(second).legs())
        .containsExactly(new DrainLeg(new DesktopId("d2"), N1, null));
    moved(second, "d2");
    assertThat(homecoming("h1")).containsExactly("d1", "d2");
    assertThat(homecoming("h2")).as("they came home").isEmpty();
  }

  @Test
  void whatIsOnItsWayIsWaitedForAndMoved() {
    desktop("d1", "n1", "creating");
    rows.run("update desktop set node = null where id = 'd1'");
    rows.operation("d1", "reg", OperationKind.REGISTER);
    desktop("d2", "n2", "switching");
    rows.operation("d2", "s2", OperationKind.SWITCH);
    rows.run("update desktop set target_node = 'n1', target_operation = 's2' where id = 'd2'");
    desktop("d3", "n2", "switching");
    rows.operation("d3", "s3", OperationKind.SWITCH);
    rows.run("update desktop set target_node = 'n1', target_operation = 'old' where id = 'd3'");
    assertThat(plans.of(N1))
        .extracting(m -> m.desktop().value(), PlannedMove::blocker)
        .containsExactly(tuple("d1", Blocker.BUSY), tuple("d2", Blocker.BUSY));
    DrainNode drain = queued("x", false);
    assertThat(drains.begin(drain).legs())
        .extracting(leg -> leg.desktop().value())
        .containsExactly("d1", "d2");
    assertThat(moves.move(move("d1", "o1")).state()).isEqualTo(MoveState.WAITING);
    assertThat(moves.move(move("d2", "o2")).state()).isEqualTo(MoveState.WAITING);
    ended("reg", "succeeded", "n1");
    rows.run("update desktop set state = 'running' where id = 'd1'");
    ended("s2", "rolled-back", "n2");
    assertThat(moves.move(move("d1", "o1")).state()).isEqualTo(MoveState.MOVING);
    assertThat(moves.move(move("d2", "o2")).state()).isEqualTo(MoveState.GONE);
  }

  @Test
  void wishesReachTheirDrainOnce() {
    DrainNode drain = queued("x", false);
    rows.run("update drain set wish = 'pause' where id = 'x'");
    assertThat(drains.untold()).as("its workflow does not run yet").isEmpty();
    assertThat(drains.begin(drain).wish()).isEqualTo(DrainWish.PAUSE);
    assertThat(drains.untold()).hasSize(1);
    drains.tell(drains.untold().getFirst());
    assertThat(drains.untold()).isEmpty();
  }

  @Test
  void switchIsAskedForOnceAndItsEndTold() {
    desktop("d1", "n1", "running");
    MoveDesktop request = move("d1", "o1");
    assertThat(moves.move(request).state()).isEqualTo(MoveState.MOVING);
    assertThat(moves.move(request).state()).isEqualTo(MoveState.MOVING);
    assertThat(rows.text("select count(*) from outbox where command = 'switch'")).isEqualTo("1");
    ended("o1", "succeeded", "n2");
    assertThat(moves.move(request))
        .isEqualTo(DrainMove.moved(new DesktopId("d1"), new OperationId("o1"), N2));
  }

  @Test
  void failedSwitchLeavesTheDesktopWithItsReason() {
    desktop("d1", "n1", "running");
    var ignored = moves.move(move("d1", "o1"));
    rows.run(
        "update operation set error = cast(? as jsonb) where id = 'o1'",
        "{\"detail\":\"the base is unknown\"}");
    ended("o1", "rolled-back", "n1");
    assertThat(moves.move(move("d1", "o1")))
        .isEqualTo(
            DrainMove.left(new DesktopId("d1"), new OperationId("o1"), "the base is unknown"));
  }

  @Test
  void busyElsewhereAndBrokenDesktopsAreNotAsked() {
    desktop("d1", "n1", "running");
    rows.operation("d1", "other", OperationKind.BACKUP);
    assertThat(moves.move(move("d1", "o1")).state()).isEqualTo(MoveState.WAITING);
    desktop("d2", "n2", "running");
    assertThat(moves.move(move("d2", "o2")).state()).isEqualTo(MoveState.GONE);
    assertThat(moves.move(move("d9", "o9")).state()).isEqualTo(MoveState.GONE);
    desktop("d3", "n1", "failed");
    assertThat(moves.move(move("d3", "o3")).reason()).isEqualTo("the desktop is failed");
    assertThat(rows.text("select count(*) from outbox")).isEqualTo("0");
  }

  @Test
  void planFillsTheOtherNodesOneAfterAnother() {
    for (int i = 1; i <= 3; i++) {
      desktop("a" + i, "n1", "running");
    }
    desktop("b1", "n1", "stopped");
    desktop("c1", "n1", "failed");
    desktop("o1", "n2", "running");
    desktop("o2", "n2", "running");
    rows.operation("a1", "other", OperationKind.BACKUP);
    assertThat(plans.of(N1))
        .extracting(m -> m.desktop().value(), PlannedMove::target, PlannedMove::blocker)
        .containsExactly(
            tuple("a1", N2, Blocker.BUSY),
            tuple("a2", N2, null),
            tuple("a3", null, Blocker.NO_ROOM),
            tuple("b1", null, Blocker.NO_ROOM),
            tuple("c1", null, Blocker.NOT_MOVABLE));
  }

  @Test
  void planExpectsThePauseOfEarlierSwitches() {
    desktop("a1", "n1", "running");
    desktop("a2", "n1", "running");
    rows.operation("a1", "s1", OperationKind.SWITCH);
    rows.run(
        "update operation set state = 'succeeded', ended_at = now(), result = cast(? as jsonb)"
            + " where id = 's1'",
        "{\"moved\":{\"unreachableMillis\":4000}}");
    assertThat(plans.of(N1)).extracting(PlannedMove::pauseMillis).containsExactly(4000L, 4000L);
  }

  @Test
  void roomOfASwitchInProgressIsKept() {
    for (int i = 1; i <= 5; i++) {
      desktop("a" + i, "n1", "running");
      rows.operation("a" + i, "s" + i, OperationKind.SWITCH);
    }
    for (int i = 1; i <= 4; i++) {
      assertThat(target(i)).isEqualTo("n2");
      assertThat(target(i)).as("asked again").isEqualTo("n2");
    }
    assertThat(target(5)).isEqualTo("no room");
    rows.run("update operation set ended_at = now() where id = 's1'");
    assertThat(target(5)).isEqualTo("n2");
  }

  private String target(int number) {
    var request =
        new ChooseTarget(Rows.spec("a" + number, null), N1, null, new OperationId("s" + number));
    try {
      return placements.target(request).value();
    } catch (ApplicationFailure e) {
      return "no room";
    }
  }
}
