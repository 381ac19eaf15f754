package io.labvm.workflows.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepSnapshot;
import io.labvm.contract.operation.StepState;
import io.labvm.workflows.world.World;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever step is given up, nothing is left; undo and steps may run twice. */
@Timeout(120)
class UnwindTest {
  private static final int ALWAYS = Integer.MAX_VALUE;
  private final World world = World.start();

  @AfterEach
  void close() {
    world.close();
  }

  static List<String> activitiesOfRegistration() {
    return Stream.concat(
            Stream.of("Control.Place", "Store.CreateDesktop"), activitiesOfStart().stream())
        .toList();
  }

  static List<String> activitiesOfStart() {
    return List.of(
        "NodeIo.FetchBase",
        "Store.TakeEpoch",
        "Control.Assign",
        "Node.PrepareRoot",
        "Node.RunContainer",
        "Node.AwaitVnc",
        "Control.Route");
  }

  static List<String> undosOfRegistration() {
    return List.of(
        "Control.Unplace",
        "Store.DeleteDesktop",
        "Node.ReleaseRoot",
        "Node.RemoveContainer",
        "Control.Withdraw");
  }

  static List<String> activitiesOfStop() {
    return List.of("Control.Withdraw", "Node.RemoveContainer", "Node.ReleaseRoot");
  }

  static List<String> activitiesOfSaving() {
    return List.of("NodeIo.Capture", "Store.Seal", "Store.VerifyVersion", "Control.ProjectVersion");
  }

  static List<String> activitiesOfDelete() {
    return Stream.concat(
            activitiesOfStop().stream(), Stream.of("Store.DeleteDesktop", "Control.Forget"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("activitiesOfRegistration")
  void registrationThatFailsLeavesNothing(String activity) {
    world.faults.fail(activity, FailureCode.DAMAGED, ALWAYS);
    world.register("reg", false);
    verifyUndone(world.ended("reg"));
    assertThat(world.awaitPhase(DesktopPhase.FAILED).node()).isNull();
    world.verifyCleanSlate();
  }

  @ParameterizedTest
  @MethodSource("activitiesOfRegistration")
  void registrationWhoseAnswersAreLostForEverLeavesNothing(String activity) {
    world.faults.loseAnswer(activity, ALWAYS);
    world.register("reg", false);
    verifyUndone(world.ended("reg"));
    world.verifyCleanSlate();
  }

  @ParameterizedTest
  @MethodSource("undosOfRegistration")
  void undoIsRepeatedUntilItIsAnswered(String undo) {
    world.faults.fail("Control.Route", FailureCode.DAMAGED, ALWAYS);
    world.faults.loseAnswer(undo, 2);
    world.register("reg", false);
    verifyUndone(world.ended("reg"));
    assertThat(world.faults.count(undo)).isEqualTo(3);
    world.verifyCleanSlate();
  }

  @ParameterizedTest
  @MethodSource("activitiesOfRegistration")
  void stepsThatRunTwiceGiveOneDesktop(String activity) {
    world.faults.loseAnswer(activity, 1);
    world.register("reg", false);
    assertThat(world.ended("reg").state()).isEqualTo(OperationState.SUCCEEDED);
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunning();
    assertThat(world.faults.count(activity)).isEqualTo(2);
    assertThat(world.ended("reg").steps()).extracting(StepSnapshot::attempts).contains(2);
  }

  @ParameterizedTest
  @MethodSource("activitiesOfRegistration")
  void registrationThatWasUndoneIsRepeatedByAStart(String activity) {
    world.faults.fail(activity, FailureCode.DAMAGED, ALWAYS);
    world.register("reg", false);
    world.ended("reg");
    world.awaitPhase(DesktopPhase.FAILED);
    world.faults.heal();
    world.entity().start(World.request("again", OperationKind.START));
    var end = world.ended("again");
    assertThat(end.state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(end.steps()).hasSize(10);
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunning();
  }

  @Test
  void epochsNeverCountAgainAfterTheTrash() {
    world.faults.fail("Control.Route", FailureCode.DAMAGED, ALWAYS);
    world.register("reg", false);
    world.ended("reg");
    world.awaitPhase(DesktopPhase.FAILED);
    world.faults.heal();
    world.entity().start(World.request("again", OperationKind.START));
    world.awaitPhase(DesktopPhase.RUNNING);
    assertThat(world.n1.containers).containsEntry(world.desktop, 2L);
  }

  @ParameterizedTest
  @MethodSource("activitiesOfStart")
  void startThatFailsLeavesTheDesktopStoppedAsItWas(String activity) {
    world.givenStoppedDesktop();
    world.faults.fail(activity, FailureCode.DAMAGED, ALWAYS);
    world.entity().start(World.request("start", OperationKind.START));
    var end = world.ended("start");
    assertThat(end.error()).isNotNull();
    assertThat(end.error().code()).isEqualTo(FailureCode.DAMAGED);
    world.awaitPhase(DesktopPhase.STOPPED);
    world.verifyStopped();
  }

  @ParameterizedTest
  @MethodSource("activitiesOfStop")
  void stopThatFailedCanBeRepeated(String activity) {
    world.givenRunningDesktop();
    world.faults.fail(activity, FailureCode.DAMAGED, ALWAYS);
    world.entity().stop(World.request("stop", OperationKind.STOP));
    assertThat(world.ended("stop").state()).isEqualTo(OperationState.FAILED);
    world.awaitPhase(DesktopPhase.FAILED);
    world.faults.heal();
    world.entity().stop(World.request("again", OperationKind.STOP));
    assertThat(world.ended("again").state()).isEqualTo(OperationState.SUCCEEDED);
    world.verifyStopped();
  }

  @ParameterizedTest
  @MethodSource("activitiesOfDelete")
  void deleteThatFailedCanBeRepeated(String activity) {
    world.givenRunningDesktop();
    world.faults.fail(activity, FailureCode.DAMAGED, ALWAYS);
    world.entity().delete(World.request("del", OperationKind.DELETE));
    assertThat(world.ended("del").state()).isEqualTo(OperationState.FAILED);
    world.awaitPhase(DesktopPhase.FAILED);
    world.faults.heal();
    world.entity().delete(World.request("again", OperationKind.DELETE));
    assertThat(world.ended("again").state()).isEqualTo(OperationState.SUCCEEDED);
    world.verifyCleanSlate();
  }

  @Test
  void repeatedAttemptsAreShownWithTheirError() {
    world.faults.fail("Node.RunContainer", FailureCode.CONTAINER_FAILED, 2);
    world.register("reg", false);
    assertThat(world.ended("reg").state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.control.told)
        .anySatisfy(
            picture ->
                assertThat(step(picture, "container"))
                    .satisfies(
                        step -> {
                          assertThat(step.state()).isEqualTo(StepState.RETRYING);
                          assertThat(step.activityType()).isEqualTo("Node.RunContainer");
                          assertThat(step.error()).isNotNull();
                          assertThat(step.error().code()).isEqualTo(FailureCode.CONTAINER_FAILED);
                        }));
    assertThat(step(world.ended("reg"), "container").attempts()).isEqualTo(3);
  }

  @Test
  void stepIsGivenUpWhenItsBudgetIsSpent() {
    world.faults.fail("Node.RunContainer", FailureCode.CONTAINER_FAILED, ALWAYS);
    world.register("reg", false);
    var end = world.ended("reg");
    assertThat(end.state()).isEqualTo(OperationState.ROLLED_BACK);
    assertThat(step(end, "container").attempts()).isEqualTo(World.TIMINGS.nodeAttempts());
    assertThat(step(end, "container").state()).isEqualTo(StepState.FAILED);
    assertThat(step(end, "root").state()).isEqualTo(StepState.UNDONE);
    world.verifyCleanSlate();
  }

  private static StepSnapshot step(OperationSnapshot picture, String name) {
    return picture.steps().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static void verifyUndone(OperationSnapshot end) {
    assertThat(end.state()).isEqualTo(OperationState.ROLLED_BACK);
    assertThat(end.error()).isNotNull();
    assertThat(end.error().detail()).doesNotContain("left:");
    assertThat(end.steps()).filteredOn(s -> s.state() == StepState.FAILED).hasSize(1);
  }
}
