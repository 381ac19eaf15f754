package io.labvm.workflows.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepSnapshot;
import io.labvm.contract.operation.StepState;
import io.labvm.workflows.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that die in the middle, and agents that come back. */
@Timeout(120)
class NodeLossTest {
  private final World world = World.start();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void agentThatComesBackLetsTheOperationComplete() {
    world.n1.hang();
    world.register("reg", false);
    world.await(() -> world.faults.count("Control.Alive") > 0);
    world.n1.comeBack();
    assertThat(world.ended("reg").state()).isEqualTo(OperationState.SUCCEEDED);
    world.verifyRunning();
  }

  @Test
  void nodeWithoutAnAgentFailsTheRegistrationAndLeavesNothing() {
    var nowhere = new NodeId("n9");
    world.control.placeOn(nowhere);
    world.control.dead.add(nowhere);
    world.register("reg", false);
    var end = world.ended("reg");
    assertThat(end.state()).isEqualTo(OperationState.ROLLED_BACK);
    assertThat(end.error()).isNotNull();
    assertThat(end.error().code()).isEqualTo(FailureCode.NODE_UNAVAILABLE);
    world.verifyCleanSlate();
  }

  @Test
  void unwindingDoesNotWaitForADeadNode() {
    world.givenStoppedDesktop();
    world.control.dead.add(World.N1);
    world.n1.hang();
    world.entity().start(World.request("start", OperationKind.START));
    var end = world.ended("start");
    assertThat(end.error()).isNotNull();
    assertThat(end.error().code()).isEqualTo(FailureCode.NODE_UNAVAILABLE);
    assertThat(world.awaitPhase(DesktopPhase.NODE_LOST).node()).isEqualTo(World.N1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NodeIo.FetchBase", "Node.PrepareRoot", "Node.RunContainer", "Node.AwaitVnc"})
  void registrationWhoseNodeDiesGoesOnWithAnother(String step) {
    world.faults.onNext(
        step,
        () -> {
          world.control.dead.add(World.N1);
          world.control.placeOn(World.N2);
          world.n1.hang();
          world.n1.loseContainers();
          world.n1.mounted.clear();
        });
    world.register("reg", false);
    var end = world.ended("reg");
    assertThat(end.state()).as("%s", end).isEqualTo(OperationState.SUCCEEDED);
    assertThat(end.steps())
        .filteredOn(s -> !s.name().equals("approval"))
        .allMatch(s -> s.state() == StepState.SUCCEEDED);
    assertThat(world.awaitPhase(DesktopPhase.RUNNING).node()).isEqualTo(World.N2);
    world.verifyRunningOn(world.n2);
    assertThat(world.faults.count("Store.CreateDesktop")).isOne();
    assertThat(world.faults.calls().contains("Control.Fenced"))
        .as("waits for the end of what may have begun")
        .isEqualTo(!step.equals("NodeIo.FetchBase"));
  }

  @Test
  void startThatCouldNotBeTakenBackCountsAsLost() {
    world.givenStoppedDesktop();
    world.faults.onNext("Node.AwaitVnc", () -> world.control.dead.add(World.N1));
    world.faults.fail("Node.AwaitVnc", FailureCode.NO_VNC_ANSWER, 9);
    world.faults.onNext("Node.RemoveContainer", world.n1::hang);
    world.entity().start(World.request("start", OperationKind.START));
    assertThat(world.ended("start").state()).isEqualTo(OperationState.ROLLED_BACK);
    world.awaitPhase(DesktopPhase.NODE_LOST);
  }

  @Test
  void startByTheSystemThatFailsMayBeTriedAgain() {
    world.givenRunningDesktop();
    world.n1.containers.clear();
    world.n1.mounted.clear();
    world.faults.fail("Node.PrepareRoot", FailureCode.DAMAGED, 1);
    world
        .entity()
        .start(
            new OperationRequest(
                new OperationId("rec"), OperationKind.START, OperationRequest.SYSTEM, false));
    assertThat(world.ended("rec").state()).isEqualTo(OperationState.ROLLED_BACK);
    assertThat(world.awaitPhase(DesktopPhase.FAILED).node()).isEqualTo(World.N1);
  }

  @Test
  void whatADeadNodeHoldsIsNamedInTheError() {
    world.faults.onNext(
        "Node.AwaitVnc",
        () -> {
          world.control.dead.add(World.N1);
          world.n1.hang();
        });
    world.register("reg", false);
    var end = world.ended("reg");
    assertThat(end.state()).isEqualTo(OperationState.ROLLED_BACK);
    assertThat(end.error()).isNotNull();
    assertThat(end.error().detail()).contains("left: container, root");
    assertThat(world.faults.count("Node.ReleaseRoot")).isZero();
    assertThat(world.store.desktops).isEmpty();
    assertThat(world.control.placed).isEmpty();
  }

  @Test
  void killedEngineIsNoticedByTheWaitForVnc() {
    world.faults.onNext("Node.AwaitVnc", world.n1::loseContainers);
    world.register("reg", false);
    assertThat(world.ended("reg").state()).isEqualTo(OperationState.SUCCEEDED);
    world.verifyRunning();
  }

  @Test
  void stopOnADeadNodeParksTheDesktopAndWorksLater() {
    world.givenRunningDesktop();
    world.control.dead.add(World.N1);
    world.n1.hang();
    world.entity().stop(World.request("stop", OperationKind.STOP));
    assertThat(world.ended("stop").state()).isEqualTo(OperationState.FAILED);
    world.awaitPhase(DesktopPhase.NODE_LOST);
    world.control.dead.clear();
    world.n1.comeBack();
    world.entity().stop(World.request("again", OperationKind.STOP));
    assertThat(world.ended("again").state()).isEqualTo(OperationState.SUCCEEDED);
    world.verifyStopped();
  }

  @Test
  void deadNodeDoesNotHoldUpADelete() {
    world.givenRunningDesktop();
    world.control.dead.add(World.N1);
    world.n1.hang();
    world.entity().delete(World.request("del", OperationKind.DELETE));
    var end = world.ended("del");
    assertThat(end.state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(end.steps())
        .filteredOn(s -> s.state() == StepState.SKIPPED)
        .extracting(StepSnapshot::name)
        .containsExactly("container", "root");
    assertThat(world.store.desktops).isEmpty();
    assertThat(world.control.forgotten).contains(world.desktop);
  }
}
