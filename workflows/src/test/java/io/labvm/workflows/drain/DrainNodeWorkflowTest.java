package io.labvm.workflows.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.TaskQueues;
import io.labvm.contract.drain.DrainMove;
import io.labvm.contract.drain.DrainNode;
import io.labvm.contract.drain.DrainNodeWorkflow;
import io.labvm.contract.drain.DrainState;
import io.labvm.contract.drain.DrainWish;
import io.labvm.contract.drain.MoveState;
import io.labvm.contract.operation.OperationId;
import io.labvm.workflows.world.World;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node is emptied by a few switches at a time, whatever becomes of single ones. */
@Timeout(120)
class DrainNodeWorkflowTest {
  private final World world = World.start();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void movesNoMoreAtOnceThanWished() {
    desktops("a", "b", "c", "d", "e");
    drain(2);
    world.await(() -> world.drains.asked() == 2);
    world.drains.now.put("a", MoveState.MOVED);
    world.await(() -> world.drains.asked() == 3);
    world.drains.now.replaceAll((_, _) -> MoveState.MOVED);
    assertEnds(DrainState.SUCCEEDED);
    assertThat(world.drains.most()).isEqualTo(2);
    assertThat(world.drains.shown.values())
        .hasSize(5)
        .allSatisfy(m -> assertThat(m.state()).isEqualTo(MoveState.MOVED))
        .allSatisfy(m -> assertThat(m.to()).isEqualTo(World.N2));
  }

  @Test
  void oneThatStaysStopsNoOther() {
    desktops("a", "b", "c");
    world.drains.now.put("a", MoveState.LEFT);
    world.drains.now.put("b", MoveState.GONE);
    world.drains.now.put("c", MoveState.MOVED);
    drain(1);
    assertEnds(DrainState.INCOMPLETE);
    assertThat(shown("a")).isEqualTo(MoveState.LEFT);
    assertThat(shown("b")).isEqualTo(MoveState.GONE);
    assertThat(shown("c")).isEqualTo(MoveState.MOVED);
  }

  @Test
  void pauseBeginsNothingUntilItIsOver() {
    DrainNodeWorkflow drain = pausedAfterTheFirstOfTwo();
    assertThat(world.drains.asked()).isEqualTo(1);
    drain.steer(DrainWish.GO_ON);
    world.await(() -> world.drains.asked() == 2);
    world.drains.now.put("b", MoveState.MOVED);
    assertEnds(DrainState.SUCCEEDED);
  }

  @Test
  void cancelLetsWhatMovesComeToItsEnd() {
    desktops("a", "b");
    DrainNodeWorkflow drain = drain(1);
    world.await(() -> world.drains.asked() == 1);
    drain.steer(DrainWish.CANCEL);
    world.drains.now.put("a", MoveState.MOVED);
    assertEnds(DrainState.CANCELLED);
    assertThat(shown("a")).isEqualTo(MoveState.MOVED);
    assertThat(world.drains.shown).doesNotContainKey("b");
  }

  @Test
  void cancelDuringAPauseEndsIt() {
    DrainNodeWorkflow drain = pausedAfterTheFirstOfTwo();
    drain.steer(DrainWish.CANCEL);
    assertEnds(DrainState.CANCELLED);
  }

  @Test
  void busyOneIsAskedAgainAndAgainAndThenLeft() {
    desktops("a", "b");
    world.drains.now.put("a", MoveState.WAITING);
    world.drains.now.put("b", MoveState.MOVED);
    drain(1);
    assertEnds(DrainState.INCOMPLETE);
    assertThat(world.drains.shown.get("a"))
        .satisfies(m -> assertThat(m.state()).isEqualTo(MoveState.LEFT))
        .satisfies(m -> assertThat(m.reason()).contains("another operation"));
    assertThat(shown("b")).isEqualTo(MoveState.MOVED);
  }

  @Test
  void nodeWithoutDesktopsIsEmptyAtOnce() {
    drain(4);
    assertEnds(DrainState.SUCCEEDED);
  }

  private void desktops(String... ids) {
    for (String id : ids) {
      world.drains.desktop(id);
    }
  }

  private DrainNodeWorkflow pausedAfterTheFirstOfTwo() {
    desktops("a", "b");
    DrainNodeWorkflow drain = drain(1);
    world.await(() -> world.drains.asked() == 1);
    drain.steer(DrainWish.PAUSE);
    world.drains.now.put("a", MoveState.MOVED);
    world.await(() -> isShown("a", MoveState.MOVED));
    return drain;
  }

  private boolean isShown(String desktop, MoveState state) {
    DrainMove move = world.drains.shown.get(desktop);
    return move != null && move.state() == state;
  }

  private MoveState shown(String desktop) {
    return Objects.requireNonNull(world.drains.shown.get(desktop)).state();
  }

  private void assertEnds(DrainState state) {
    world.await(() -> world.drains.ended != null);
    assertThat(world.drains.ended).isEqualTo(state);
  }

  private DrainNodeWorkflow drain(int atOnce) {
    DrainNodeWorkflow stub =
        world
            .client()
            .newWorkflowStub(
                DrainNodeWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId("drain/x")
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    var ignored =
        WorkflowClient.start(
            stub::run, new DrainNode(new OperationId("x"), World.N1, false, atOnce, "admin"));
    return stub;
  }
}
