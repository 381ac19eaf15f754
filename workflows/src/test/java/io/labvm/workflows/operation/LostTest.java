package io.labvm.workflows.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.control.AssignDesktop;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopSnapshot;
import io.labvm.contract.desktop.NodeNews;
import io.labvm.contract.desktop.RunningAt;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.store.EpochHolder;
import io.labvm.workflows.world.World;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A desktop whose node is lost. */
@Timeout(120)
class LostTest {
  private final World world = World.start();

  @AfterEach
  void close() {
    world.close();
  }

  /** The node's power is gone; the desktop knows. */
  private UpperId givenLostDesktop() {
    world.givenRunningDesktop();
    UpperId upper = Objects.requireNonNull(world.control.assigned.get(world.desktop)).upper();
    world.store.staged = 1;
    world.n1.hang();
    world.n1.loseContainers();
    world.n1.mounted.clear();
    world.control.dead.add(World.N1);
    note(World.N1, true);
    assertThat(world.awaitPhase(DesktopPhase.NODE_LOST).node()).isEqualTo(World.N1);
    return upper;
  }

  private void note(NodeId node, boolean lost) {
    world.entity().noteNode(new NodeNews(node, lost));
  }

  private void elsewhere(String id) {
    world.control.placeOn(World.N2);
    world
        .entity()
        .switchNode(OperationRequest.switching(new OperationId(id), "account-1", World.N2));
  }

  private OperationSnapshot startElsewhere(String id) {
    elsewhere(id);
    return world.ended(id);
  }

  @Test
  void goesOnWhenTheNodeAnswersAgain() {
    world.givenRunningDesktop();
    Long since = world.awaitPhase(DesktopPhase.RUNNING).runningSinceMillis();
    note(World.N1, true);
    note(World.N1, true);
    assertThat(world.awaitPhase(DesktopPhase.NODE_LOST).runningSinceMillis()).isNull();
    world.control.routed.clear(); // as by a stop that broke off
    note(World.N1, false);
    DesktopSnapshot again = world.awaitPhase(DesktopPhase.RUNNING);
    world.await(() -> !world.control.routed.isEmpty());
    assertThat(again.runningSinceMillis()).isEqualTo(since);
    world.verifyRunning();
  }

  @Test
  void aDesktopThatFailedIsLostWithItsNodeAndStartsElsewhere() {
    world.givenRunningDesktop();
    world.faults.fail("Node.RemoveContainer", FailureCode.CONTAINER_FAILED, Integer.MAX_VALUE);
    world.entity().stop(World.request("stop", OperationKind.STOP));
    assertThat(world.ended("stop").state()).isEqualTo(OperationState.FAILED);
    world.awaitPhase(DesktopPhase.FAILED);
    world.faults.fail("Node.RemoveContainer", FailureCode.CONTAINER_FAILED, 0);
    world.n1.loseContainers();
    world.n1.hang();
    world.n1.mounted.clear();
    world.control.dead.add(World.N1);
    note(World.N1, true);
    world.awaitPhase(DesktopPhase.NODE_LOST);
    assertThat(startElsewhere("rescue").state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.awaitPhase(DesktopPhase.RUNNING).node()).isEqualTo(World.N2);
    world.n1.comeBack();
  }

  @Test
  void aDesktopThatNeverCameToBeIsNotLost() {
    world.faults.fail("Node.RunContainer", FailureCode.CONTAINER_FAILED, Integer.MAX_VALUE);
    world.register("reg", false);
    assertThat(world.ended("reg").state()).isNotEqualTo(OperationState.SUCCEEDED);
    world.awaitPhase(DesktopPhase.FAILED);
    note(World.N1, true);
    assertThat(world.entity().state().phase()).isEqualTo(DesktopPhase.FAILED);
  }

  /** Else the desktop's owner would wait for a time-out of the capture before anything else. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBackupDoesNotHoldTheNewsUp(boolean backAgain) {
    world.givenRunningDesktop();
    world.n1.hang();
    world.entity().backup(World.request("b1", OperationKind.BACKUP));
    world.awaitStep("b1", "capture");
    note(World.N1, true);
    if (backAgain) {
      note(World.N1, false);
    }
    world.awaitCancelOfActivity("b1");
    world.n1
        .comeBack(); // the server of these tests waits for the call; a real one for its heartbeat
    OperationSnapshot ended = world.ended("b1");
    assertThat(ended.state()).as("%s", ended).isNotEqualTo(OperationState.CANCELLED);
    assertThat(Objects.requireNonNull(ended.error()).code())
        .isEqualTo(FailureCode.NODE_UNAVAILABLE);
    assertThat(ended.error().detail()).contains("node " + World.N1 + " does not answer");
    world.awaitPhase(backAgain ? DesktopPhase.RUNNING : DesktopPhase.NODE_LOST);
  }

  /** The control plane was restored from a backup of before the desktop moved. */
  @Test
  void whatTheStoreSaysOfARunningDesktopIsTakenOver() {
    world.givenStoppedDesktop();
    var upper = new UpperId("u-newer");
    world.store.held.put(world.desktop, new EpochHolder(7, World.N2, upper));
    world.entity().adopt(new RunningAt(World.N1, 7));
    world.entity().adopt(new RunningAt(World.N2, 6));
    assertThat(world.entity().state().phase())
        .as("the store says otherwise")
        .isEqualTo(DesktopPhase.STOPPED);

    world.entity().adopt(new RunningAt(World.N2, 7));
    assertThat(world.awaitPhase(DesktopPhase.RUNNING).node()).isEqualTo(World.N2);
    assertThat(world.entity().state().epoch()).isEqualTo(7);
    assertThat(world.entity().state().upper()).isEqualTo(upper);
    assertThat(world.control.routed).containsEntry(world.desktop, 7L);
    assertThat(world.control.assigned.get(world.desktop))
        .isEqualTo(new AssignDesktop(world.desktop, World.N2, 7, upper));
  }

  @Test
  void whileTheStoreIsAwayNothingIsTakenOver() {
    world.givenStoppedDesktop();
    world.faults.fail("Store.Holder", FailureCode.STORE_UNAVAILABLE, 10);
    world.entity().adopt(new RunningAt(World.N2, 7));
    assertThat(world.entity().state().phase()).isEqualTo(DesktopPhase.STOPPED);
    world.entity().start(World.request("start", OperationKind.START));
    assertThat(world.ended("start").state()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void newsOfAnotherNodeOrOfADesktopAtRestChangeNothing() {
    world.givenStoppedDesktop();
    note(World.N1, true);
    note(World.N1, false);
    assertThat(world.entity().state().phase()).isEqualTo(DesktopPhase.STOPPED);
    world.entity().start(World.request("start", OperationKind.START));
    world.ended("start");
    world.awaitPhase(DesktopPhase.RUNNING);
    note(World.N2, true);
    assertThat(world.entity().state().phase()).isEqualTo(DesktopPhase.RUNNING);
  }

  @Test
  void startsElsewhereWithWhatWasShippedWhenItsLeaseIsOut() {
    UpperId old = givenLostDesktop();
    OperationSnapshot ended = startElsewhere("e1");
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.awaitPhase(DesktopPhase.RUNNING).node()).isEqualTo(World.N2);
    assertThat(world.n2.containers).containsOnlyKeys(world.desktop);
    assertThat(world.n2.uppers).doesNotContainValue(old);
    assertThat(world.n1.uppers).as("kept on the lost node").containsValue(old);
    assertThat(world.control.versions).hasSize(1);
    assertThat(world.faults.count("Control.Fenced")).isGreaterThan(5);
    assertThat(world.faults.calls().lastIndexOf("Control.Fenced"))
        .as("no step before it is known not to run there")
        .isLessThan(world.faults.calls().indexOf("Store.Seal"));
  }

  @Test
  void theWordOfTheGuardIsEnough() {
    givenLostDesktop();
    world.control.ended = check -> check.epoch() > 1;
    assertThat(startElsewhere("e1").state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.faults.count("Control.Fenced")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Control.ChooseTarget",
        "NodeIo.FetchBase",
        "Store.TakeEpoch",
        "Control.Assign",
        "Store.Seal",
        "Store.VerifyVersion",
        "Control.ProjectVersion",
        "NodeIo.FetchLayers",
        "Node.PrepareRoot",
        "Node.RunContainer",
        "Node.AwaitVnc",
        "Control.Route"
      })
  void aStepThatFailsLeavesItLostAndItCanBeTriedAgain(String step) {
    givenLostDesktop();
    world.faults.fail(step, FailureCode.DAMAGED, 1);
    OperationSnapshot ended = startElsewhere("e1");
    assertThat(ended.state().terminal()).isTrue();
    assertThat(ended.state()).isNotEqualTo(OperationState.SUCCEEDED);
    assertThat(world.awaitPhase(DesktopPhase.NODE_LOST).node()).isEqualTo(World.N1);
    assertThat(world.n2.containers).isEmpty();
    assertThat(world.n2.mounted).isEmpty();
    assertThat(startElsewhere("e2").state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.awaitPhase(DesktopPhase.RUNNING).node()).isEqualTo(World.N2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Control.ChooseTarget",
        "NodeIo.FetchBase",
        "Store.TakeEpoch",
        "Control.Assign",
        "Control.Fenced",
        "Store.Seal",
        "Node.PrepareRoot",
        "Node.RunContainer",
        "Control.Route"
      })
  void aStepWhoseAnswerIsLostIsTakenAgain(String step) {
    givenLostDesktop();
    world.faults.loseAnswer(step, 1);
    OperationSnapshot ended = startElsewhere("e1");
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.SUCCEEDED);
    world.awaitPhase(DesktopPhase.RUNNING);
    assertThat(world.n2.containers).containsOnlyKeys(world.desktop);
    assertThat(world.control.versions).hasSize(1);
  }

  @Test
  void anAbortWhileItWaitsLeavesItLostAndTheOldEpochIsOver() {
    UpperId old = givenLostDesktop();
    long epoch = Objects.requireNonNull(world.control.assigned.get(world.desktop)).epoch();
    world.control.ended = _ -> false;
    elsewhere("e1");
    world.awaitStep("e1", "fence");
    world.entity().abort(new OperationId("e1"));
    assertThat(world.ended("e1").state()).isEqualTo(OperationState.CANCELLED);
    assertThat(world.awaitPhase(DesktopPhase.NODE_LOST).node()).isEqualTo(World.N1);
    var held = Objects.requireNonNull(world.control.assigned.get(world.desktop));
    assertThat(held.node()).isEqualTo(World.N1);
    assertThat(held.upper()).isEqualTo(old);
    assertThat(held.epoch()).isGreaterThan(epoch);
    world.n1.comeBack();
    world.control.dead.clear();
    world.entity().start(World.request("start", OperationKind.START));
    assertThat(world.ended("start").state()).isEqualTo(OperationState.SUCCEEDED);
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunning();
    assertThat(world.n1.uppers).containsValue(old);
  }

  @Test
  void aTargetThatDiesIsFencedBeforeAnybodyElseMayHaveIt() {
    givenLostDesktop();
    world.faults.onNext(
        "Node.AwaitVnc",
        () -> {
          world.control.dead.add(World.N2);
          world.n2.hang();
        });
    OperationSnapshot ended = startElsewhere("e1");
    assertThat(ended.state()).isEqualTo(OperationState.ROLLED_BACK);
    assertThat(world.awaitPhase(DesktopPhase.NODE_LOST).node()).isEqualTo(World.N1);
    var calls = world.faults.calls();
    assertThat(calls.lastIndexOf("Control.Fenced")).isGreaterThan(calls.indexOf("Node.AwaitVnc"));
  }

  @Test
  void aStartOnANodeThatIsDeadSaysThatItIsLost() {
    givenLostDesktop();
    world.entity().start(World.request("start", OperationKind.START));
    assertThat(world.ended("start").state()).isNotEqualTo(OperationState.SUCCEEDED);
    world.awaitPhase(DesktopPhase.NODE_LOST);
    assertThat(startElsewhere("e1").state()).isEqualTo(OperationState.SUCCEEDED);
  }
}
