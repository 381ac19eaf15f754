package io.labvm.workflows.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.Moved;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.OperationState;
import io.labvm.workflows.world.World;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SwitchTest {
  private final World world = World.start();

  @AfterEach
  void close() {
    world.close();
  }

  private OperationSnapshot switchTo(String id, @Nullable NodeId to) {
    world.control.placeOn(to == null ? World.N2 : to);
    world.entity().switchNode(OperationRequest.switching(new OperationId(id), "account-1", to));
    return world.ended(id);
  }

  private void theTargetDies() {
    world.control.dead.add(World.N2);
    world.n2.hang();
    world.n2.loseContainers();
    world.n2.mounted.clear();
  }

  private static Moved moved(OperationSnapshot ended) {
    return Objects.requireNonNull(Objects.requireNonNull(ended.result()).moved());
  }

  @Test
  void a_running_desktop_runs_on_the_other_node_and_leaves_nothing_behind() {
    world.givenRunningDesktop();
    OperationSnapshot ended = switchTo("s1", null);
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.awaitPhase(DesktopPhase.RUNNING).node()).isEqualTo(World.N2);
    world.verifyRunningOn(world.n2);
    assertThat(world.n1.uppers).isEmpty();
    assertThat(moved(ended).from()).isEqualTo(World.N1);
    assertThat(moved(ended).to()).isEqualTo(World.N2);
    assertThat(moved(ended).aheadBytes()).as("as the node says").isEqualTo(1);
    assertThat(world.n2.layers).contains("layer-1");
  }

  @Test
  void there_and_back_again() {
    world.givenRunningDesktop();
    assertThat(switchTo("s1", World.N2).state()).isEqualTo(OperationState.SUCCEEDED);
    world.n2.changes.set(7);
    OperationSnapshot back = switchTo("s2", World.N1);
    assertThat(back.state()).as("%s", back).isEqualTo(OperationState.SUCCEEDED);
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunningOn(world.n1);
    assertThat(world.n2.uppers).isEmpty();
  }

  @Test
  void a_stopped_desktop_starts_on_the_other_node() {
    world.givenStoppedDesktop();
    assertThat(switchTo("s1", World.N2).state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.awaitPhase(DesktopPhase.STOPPED).node()).isEqualTo(World.N2);
    world.entity().start(World.request("start", OperationKind.START));
    OperationSnapshot started = world.ended("start");
    assertThat(started.state()).as("%s", started).isEqualTo(OperationState.SUCCEEDED);
    world.verifyRunningOn(world.n2);
    assertThat(world.n1.uppers).isEmpty();
  }

  @Test
  void a_stopped_desktop_leaves_a_lost_node() {
    world.givenStoppedDesktop();
    world.control.dead.add(World.N1);
    world.n1.hang();
    OperationSnapshot ended = switchTo("s1", World.N2);
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.awaitPhase(DesktopPhase.STOPPED).node()).isEqualTo(World.N2);
    world.entity().start(World.request("start", OperationKind.START));
    OperationSnapshot started = world.ended("start");
    assertThat(started.state()).as("%s", started).isEqualTo(OperationState.SUCCEEDED);
    world.verifyRunningOn(world.n2);
    assertThat(world.n2.uppers).isNotEqualTo(world.n1.uppers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Store.Seal",
        "Store.VerifyVersion",
        "Store.TakeEpoch",
        "Control.Assign",
        "NodeIo.FetchLayers",
        "Node.PrepareRoot",
        "Node.RunContainer",
        "Node.AwaitVnc",
        "Control.Route"
      })
  void a_step_that_fails_leaves_it_running_where_it_was(String step) {
    world.givenRunningDesktop();
    world.faults.onNext("Node.RemoveContainer", () -> world.n1.changes.set(3));
    world.faults.fail(step, FailureCode.DAMAGED, 1);
    OperationSnapshot ended = switchTo("s1", null);
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.ROLLED_BACK);
    assertThat(world.awaitPhase(DesktopPhase.RUNNING).node()).isEqualTo(World.N1);
    world.verifyRunningOn(world.n1);
    OperationSnapshot again = switchTo("s2", null);
    assertThat(again.state()).as("%s", again).isEqualTo(OperationState.SUCCEEDED);
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunningOn(world.n2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Control.ChooseTarget",
        "NodeIo.FetchBase",
        "NodeIo.Capture",
        "Store.Seal",
        "Control.Withdraw",
        "Node.RemoveContainer",
        "Node.ReleaseRoot",
        "Store.TakeEpoch",
        "Control.Assign",
        "Node.PrepareRoot",
        "Node.RunContainer",
        "Control.Route"
      })
  void a_step_whose_answer_is_lost_is_taken_again(String step) {
    world.givenRunningDesktop();
    world.faults.loseAnswer(step, 1);
    OperationSnapshot ended = switchTo("s1", null);
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.SUCCEEDED);
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunningOn(world.n2);
    assertThat(world.n1.uppers).isEmpty();
  }

  @Test
  void a_node_that_dies_while_it_takes_the_desktop_over_does_not_get_it() {
    world.givenRunningDesktop();
    world.faults.onNext("Node.AwaitVnc", this::theTargetDies);
    OperationSnapshot ended = switchTo("s1", null);
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.ROLLED_BACK);
    assertThat(world.awaitPhase(DesktopPhase.RUNNING).node()).isEqualTo(World.N1);
    world.verifyRunningOn(world.n1);
  }

  @Test
  void a_node_that_dies_while_the_desktop_leaves_it_is_lost() {
    world.givenRunningDesktop();
    world.faults.onNext(
        "Node.RemoveContainer",
        () -> {
          world.control.dead.add(World.N1);
          world.n1.hang();
        });
    OperationSnapshot ended = switchTo("s1", null);
    assertThat(ended.state()).as("%s", ended).isNotEqualTo(OperationState.SUCCEEDED);
    assertThat(world.awaitPhase(DesktopPhase.NODE_LOST).node()).isEqualTo(World.N1);
  }

  @Test
  void a_space_that_cannot_be_given_back_does_not_undo_the_switch() {
    world.givenRunningDesktop();
    world.faults.onNext("Control.Route", () -> world.n1.hang());
    world.control.dead.add(World.N1);
    OperationSnapshot ended = switchTo("s1", null);
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.awaitPhase(DesktopPhase.RUNNING).node()).isEqualTo(World.N2);
  }

  @Test
  void where_it_is_already_it_does_not_go() {
    world.givenRunningDesktop();
    OperationSnapshot ended = switchTo("s1", World.N1);
    assertThat(ended.state()).isEqualTo(OperationState.FAILED);
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunningOn(world.n1);
  }

  /** Aborted while an activity is under way, which then ends well. */
  private OperationSnapshot abortedDuring(String step) {
    world.faults.onNext(
        step,
        () -> {
          world.entity().abort(new OperationId("s1"));
          world.awaitCancelOfActivity("s1");
        });
    return switchTo("s1", null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NodeIo.FetchBase", "NodeIo.FetchLayers", "Control.Withdraw"})
  void a_cancel_before_the_stop_ends_no_program(String step) {
    world.givenRunningDesktop();
    long epoch = Objects.requireNonNull(world.n1.containers.get(world.desktop));
    OperationSnapshot ended = abortedDuring(step);
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.CANCELLED);
    assertThat(world.awaitPhase(DesktopPhase.RUNNING).node()).isEqualTo(World.N1);
    world.verifyRunningOn(world.n1);
    assertThat(world.n1.containers).containsEntry(world.desktop, epoch);
    assertThat(world.faults.count("Node.RunContainer")).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Control.ChooseTarget", "NodeIo.FetchBase", "Control.Alive"})
  void a_stopped_desktop_whose_switch_is_cancelled_stays_where_it_is(String step) {
    world.givenStoppedDesktop();
    OperationSnapshot ended = abortedDuring(step);
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.CANCELLED);
    assertThat(world.awaitPhase(DesktopPhase.STOPPED).node()).isEqualTo(World.N1);
    world.verifyStopped();
  }

  @Test
  void the_way_back_from_a_target_that_cannot_be_told_is_tried_again() {
    world.givenRunningDesktop();
    world.faults.onNext(
        "Node.AwaitVnc",
        () -> {
          theTargetDies();
          world.faults.fail("Node.RunContainer", FailureCode.CONTAINER_FAILED, 1);
        });
    OperationSnapshot ended = switchTo("s1", null);
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.ROLLED_BACK);
    assertThat(world.awaitPhase(DesktopPhase.RUNNING).node()).isEqualTo(World.N1);
    world.verifyRunningOn(world.n1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Node.RemoveContainer",
        "Store.TakeEpoch",
        "Node.PrepareRoot",
        "Node.RunContainer",
        "Node.AwaitVnc"
      })
  void a_cancel_after_the_stop_starts_it_where_it_was(String step) {
    world.givenRunningDesktop();
    OperationSnapshot ended = abortedDuring(step);
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.CANCELLED);
    assertThat(world.awaitPhase(DesktopPhase.RUNNING).node()).isEqualTo(World.N1);
    world.verifyRunningOn(world.n1);
    world.n1.changes.set(1);
    OperationSnapshot again = switchTo("s2", null);
    assertThat(again.state()).as("%s", again).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void a_rollback_that_fails_leaves_a_desktop_that_starts() {
    world.givenRunningDesktop();
    world.faults.fail("Node.AwaitVnc", FailureCode.DAMAGED, 1);
    world.faults.onNext("Node.AwaitVnc", world.n1::hang);
    OperationSnapshot ended = switchTo("s1", null);
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.ROLLED_BACK);
    assertThat(world.awaitPhase(DesktopPhase.FAILED).node()).isEqualTo(World.N1);
    world.n1.comeBack();
    world.entity().start(World.request("start", OperationKind.START));
    OperationSnapshot started = world.ended("start");
    assertThat(started.state()).as("%s", started).isEqualTo(OperationState.SUCCEEDED);
    world.verifyRunningOn(world.n1);
  }
}
