package io.labvm.workflows.operation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepSnapshot;
import io.labvm.contract.operation.StepState;
import io.labvm.workflows.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operation on a lab in which nothing goes wrong. */
@Timeout(120)
class OperationsTest {
  private final World world = World.start();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void registerBringsADesktopUpAndShowsItsSteps() {
    world.givenRunningDesktop();
    world.verifyRunning();
    var steps = world.ended("reg").steps();
    assertThat(steps)
        .extracting(StepSnapshot::name)
        .containsExactly(
            "approval",
            "place",
            "store",
            "base",
            "epoch",
            "layers",
            "root",
            "container",
            "vnc",
            "address");
    assertThat(steps.getFirst().state()).isEqualTo(StepState.SKIPPED);
    assertThat(steps.subList(1, steps.size()))
        .allSatisfy(
            step -> {
              assertThat(step.state()).isEqualTo(StepState.SUCCEEDED);
              assertThat(step.attempts()).isEqualTo(1);
              assertThat(step.startedAtMillis()).isNotNull();
              assertThat(step.endedAtMillis()).isGreaterThanOrEqualTo(step.startedAtMillis());
              assertThat(step.activityType()).isNull();
            });
  }

  @Test
  void desktopIsShownRunningNotLaterThanItsOperationIsShownEnded() {
    world.givenRunningDesktop();
    var calls = world.faults.calls();
    assertThat(calls.subList(calls.lastIndexOf("Control.Route") + 1, calls.size()))
        .containsSubsequence("Control.ProjectDesktop", "Control.ProjectOperation");
  }

  @Test
  void picturesOfAnOperationCarryGrowingNumbers() {
    world.givenRunningDesktop();
    assertThat(world.control.told.stream().map(OperationSnapshot::sequence).toList())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void stopKeepsTheUpperAndStartMountsItAtANewEpoch() {
    world.givenStoppedDesktop();
    world.verifyStopped();
    var upper = world.n1.uppers.get(world.desktop);
    world.entity().start(World.request("start", OperationKind.START));
    assertThat(world.ended("start").state()).isEqualTo(OperationState.SUCCEEDED);
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunning();
    assertThat(world.n1.uppers).containsEntry(world.desktop, upper);
    assertThat(world.n1.containers).containsEntry(world.desktop, 2L);
  }

  @Test
  void deleteLeavesNothingAndEndsTheDesktop() {
    world.givenRunningDesktop();
    var entity = world.entity();
    entity.delete(World.request("del", OperationKind.DELETE));
    assertThat(world.ended("del").state()).isEqualTo(OperationState.SUCCEEDED);
    entity.run(entity.state());
    world.verifyCleanSlate();
    assertThat(world.control.forgotten).contains(world.desktop);
  }

  @Test
  void restartOfTheSessionLeavesTheDesktopRunning() {
    world.givenRunningDesktop();
    var before = world.awaitPhase(DesktopPhase.RUNNING);
    world.entity().restartSession(World.request("session", OperationKind.RESTART_SESSION));
    assertThat(world.ended("session").state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.faults.count("Node.RestartSession")).isEqualTo(1);
    assertThat(world.awaitPhase(DesktopPhase.RUNNING).runningSinceMillis())
        .isEqualTo(before.runningSinceMillis());
  }

  @Test
  void rotatedSecretReachesARunningDesktop() {
    world.givenRunningDesktop();
    world.entity().rotateSecret(World.request("secret", OperationKind.ROTATE_SECRET));
    assertThat(world.ended("secret").state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.faults.count("Node.RefreshSecrets")).isEqualTo(1);
  }

  @Test
  void rotatedSecretOfAStoppedDesktopWaitsForItsStart() {
    world.givenStoppedDesktop();
    world.entity().rotateSecret(World.request("secret", OperationKind.ROTATE_SECRET));
    var end = world.ended("secret");
    assertThat(end.state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(end.steps()).extracting(StepSnapshot::state).containsExactly(StepState.SKIPPED);
    assertThat(world.faults.count("Node.RefreshSecrets")).isZero();
  }

  private static final Limits MORE = new Limits(2000, 4L << 30, 900, 1L << 30);

  private void changeLimits() {
    world
        .entity()
        .changeLimits(OperationRequest.limiting(new OperationId("limits"), "account-1", MORE));
  }

  @Test
  void changedLimitsReachARunningDesktopAndItsNextStart() {
    world.givenRunningDesktop();
    changeLimits();
    assertThat(world.ended("limits").state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.control.promised).containsEntry(world.desktop, MORE);
    assertThat(world.n1.limits).containsEntry(world.desktop, MORE);
    assertThat(world.n1.containers).containsEntry(world.desktop, 1L);
    world.entity().stop(World.request("stop", OperationKind.STOP));
    world.n1.limits.clear();
    world.entity().start(World.request("start", OperationKind.START));
    world.awaitPhase(DesktopPhase.RUNNING);
    world.ended("start");
    assertThat(world.n1.limits).containsEntry(world.desktop, MORE);
  }

  @Test
  void changedLimitsOfAStoppedDesktopWaitForItsStart() {
    world.givenStoppedDesktop();
    changeLimits();
    assertThat(world.ended("limits").steps())
        .extracting(StepSnapshot::state)
        .containsExactly(StepState.SUCCEEDED, StepState.SKIPPED);
    assertThat(world.faults.count("Node.ApplyLimits")).isZero();
    assertThat(world.entity().state().spec().limits()).isEqualTo(MORE);
  }

  @ParameterizedTest
  @CsvSource({"Control.Promise,NO_CAPACITY", "Node.ApplyLimits,MEMORY_IN_USE"})
  void refusedLimitsLeaveTheDesktopWithWhatItHad(String activity, FailureCode why) {
    world.givenRunningDesktop();
    Limits before = world.entity().state().spec().limits();
    world.faults.fail(activity, why, 3);
    changeLimits();
    var end = world.ended("limits");
    assertThat(end.state()).isEqualTo(OperationState.ROLLED_BACK);
    assertThat(requireNonNull(end.error()).code()).isEqualTo(why);
    world.awaitPhase(DesktopPhase.RUNNING);
    assertThat(world.entity().state().spec().limits()).isEqualTo(before);
    assertThat(world.control.promised.getOrDefault(world.desktop, before)).isEqualTo(before);
    assertThat(world.n1.limits).containsEntry(world.desktop, before);
  }

  @Test
  void limitsWhoseAnswerIsLostAreAppliedAgain() {
    world.givenRunningDesktop();
    world.faults.loseAnswer("Node.ApplyLimits", 1);
    changeLimits();
    assertThat(world.ended("limits").state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.faults.count("Node.ApplyLimits")).isEqualTo(2);
    assertThat(world.n1.limits).containsEntry(world.desktop, MORE);
  }
}
