package io.labvm.workflows.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepSnapshot;
import io.labvm.contract.operation.StepState;
import io.labvm.workflows.WorkflowTimings;
import io.labvm.workflows.world.TestTimings;
import io.labvm.workflows.world.World;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups, and what a stop saves. */
@Timeout(120)
class BackupTest {
  private static final int ALWAYS = 1000;
  private final World world = World.start();

  @AfterEach
  void close() {
    world.close();
  }

  private OperationSnapshot backup(String id) {
    world.entity().backup(World.request(id, OperationKind.BACKUP));
    return world.ended(id);
  }

  private static OperationResult result(OperationSnapshot ended) {
    return Objects.requireNonNull(ended.result());
  }

  @Test
  void aRunningDesktopIsBackedUpAndRunsOn() {
    world.givenRunningDesktop();
    var before = world.awaitPhase(DesktopPhase.RUNNING);
    OperationSnapshot ended = backup("b1");
    assertThat(ended.state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(ended.steps())
        .extracting(StepSnapshot::name)
        .containsExactly("capture", "seal", "verify", "version");
    assertThat(result(ended).created()).isTrue();
    assertThat(result(ended).version()).isEqualTo(1);
    assertThat(world.control.versions).containsExactly(1L);
    assertThat(world.awaitPhase(DesktopPhase.RUNNING).runningSinceMillis())
        .isEqualTo(before.runningSinceMillis());
    world.verifyRunning();
  }

  @Test
  void aBackupWithoutChangesMakesNoVersionAndSaysSo() {
    world.givenRunningDesktop();
    backup("b1");
    OperationSnapshot ended = backup("b2");
    assertThat(ended.state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(result(ended).created()).isFalse();
    assertThat(result(ended).version()).isEqualTo(1);
    assertThat(ended.steps())
        .extracting(StepSnapshot::state)
        .containsExactly(
            StepState.SUCCEEDED, StepState.SUCCEEDED, StepState.SKIPPED, StepState.SKIPPED);
    assertThat(world.control.versions).containsExactly(1L);
  }

  @Test
  void theSameRequestTwiceIsOneBackup() {
    world.givenRunningDesktop();
    backup("b1");
    var again = world.entity().backup(World.request("b1", OperationKind.BACKUP));
    assertThat(again.repeated()).isTrue();
    backup("b2");
    assertThat(world.faults.count("NodeIo.Capture")).isEqualTo(2);
  }

  @Test
  void aDesktopThatDoesNotExistYetIsRefused() {
    world.faults.fail("Control.Place", FailureCode.DAMAGED, ALWAYS);
    world.register("reg", false);
    world.awaitPhase(DesktopPhase.FAILED);
    var request = World.request("b1", OperationKind.BACKUP);
    var entity = world.entity();
    assertThatThrownBy(() -> entity.backup(request)).isNotNull();
    assertThat(world.faults.count("NodeIo.Capture")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NodeIo.Capture", "Store.Seal", "Store.VerifyVersion", "Control.ProjectVersion"})
  void stepsThatRunTwiceMakeOneVersion(String activity) {
    world.givenRunningDesktop();
    world.faults.loseAnswer(activity, 1);
    assertThat(backup("b1").state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.faults.count(activity)).isEqualTo(2);
    assertThat(world.store.versions).hasSize(1);
    assertThat(world.control.versions).containsExactly(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NodeIo.Capture", "Store.Seal", "Store.VerifyVersion"})
  void aBackupThatFailsThawsAndLeavesTheDesktopRunning(String activity) {
    world.givenRunningDesktop();
    world.faults.fail(activity, FailureCode.STORE_UNAVAILABLE, ALWAYS);
    OperationSnapshot ended = backup("b1");
    assertThat(ended.state()).isEqualTo(OperationState.ROLLED_BACK);
    assertThat(Objects.requireNonNull(ended.error()).code())
        .isEqualTo(FailureCode.STORE_UNAVAILABLE);
    assertThat(world.faults.count("Node.Thaw")).isEqualTo(1);
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunning();
    world.faults.heal();
    assertThat(backup("b2").state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.store.versions).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Store.VerifyVersion", "Control.ProjectVersion"})
  void aVersionThatWasMadeButNotShownIsShownByTheNextBackup(String activity) {
    world.givenRunningDesktop();
    world.faults.fail(activity, FailureCode.DAMAGED, 1);
    assertThat(backup("b1").state()).isEqualTo(OperationState.ROLLED_BACK);
    assertThat(world.control.versions).isEmpty();
    world.faults.loseAnswer("Control.ShowsVersion", 1);
    OperationSnapshot ended = backup("b2");
    assertThat(ended.state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(result(ended).created()).isFalse();
    assertThat(ended.steps()).extracting(StepSnapshot::state).containsOnly(StepState.SUCCEEDED);
    assertThat(world.control.versions).containsExactly(1L);
    assertThat(backup("b3").steps())
        .extracting(StepSnapshot::state)
        .endsWith(StepState.SKIPPED, StepState.SKIPPED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NodeIo.Capture", "Store.Seal"})
  void aStoreThatStaysAwayIsNamedAtEachAttemptAndGivenUpAtTheLimit(String activity) {
    try (World patient = World.start(repeatingForAMinute())) {
      patient.givenRunningDesktop();
      patient.faults.fail(activity, FailureCode.STORE_UNAVAILABLE, ALWAYS);
      patient.entity().backup(World.request("b1", OperationKind.BACKUP));
      OperationSnapshot ended = patient.ended("b1");
      assertThat(ended.state()).isEqualTo(OperationState.ROLLED_BACK);
      assertThat(Objects.requireNonNull(ended.error()).detail()).contains(activity);
      StepSnapshot step = failed(ended);
      assertThat(step.attempts()).isBetween(5, 20);
      assertThat(millis(step)).isLessThanOrEqualTo(60_000);
      assertThat(patient.control.told)
          .anySatisfy(picture -> assertThat(waitsForTheStore(picture, step.name())).isTrue());
      patient.faults.heal();
      patient.entity().backup(World.request("b2", OperationKind.BACKUP));
      assertThat(patient.ended("b2").state()).isEqualTo(OperationState.SUCCEEDED);
      patient.verifyRunning();
    }
  }

  private static StepSnapshot failed(OperationSnapshot ended) {
    return ended.steps().stream()
        .filter(step -> step.state() == StepState.FAILED)
        .findFirst()
        .orElseThrow();
  }

  private static long millis(StepSnapshot step) {
    return Objects.requireNonNull(step.endedAtMillis())
        - Objects.requireNonNull(step.startedAtMillis());
  }

  private static boolean waitsForTheStore(OperationSnapshot picture, String name) {
    return picture.steps().stream()
        .filter(step -> step.name().equals(name) && step.state() == StepState.RETRYING)
        .anyMatch(
            step ->
                step.attempts() > 0
                    && step.error() != null
                    && step.error().code() == FailureCode.STORE_UNAVAILABLE);
  }

  /** Attempts without end, in pauses that grow to 20 s as in production. */
  private static WorkflowTimings repeatingForAMinute() {
    return new TestTimings()
        .pauses(World.TIMINGS.firstPause(), Duration.ofSeconds(20))
        .attempts(ALWAYS)
        .build();
  }

  @Test
  void anAbortedBackupIsThawedToo() {
    world.givenRunningDesktop();
    var entity = world.entity();
    world.n1.hang();
    entity.backup(World.request("b1", OperationKind.BACKUP));
    world.await(() -> world.faults.count("NodeIo.Capture") > 0);
    entity.abort(new OperationId("b1"));
    world.awaitCancelOfActivity("b1");
    world.n1.comeBack();
    assertThat(world.ended("b1").state()).isEqualTo(OperationState.CANCELLED);
    assertThat(world.faults.count("Node.Thaw")).isPositive();
    world.verifyRunning();
  }

  @Test
  void aStopSavesTheRestAndABackupOfTheStoppedDesktopFindsNothingNew() {
    world.givenStoppedDesktop();
    OperationSnapshot stop = world.ended("stop");
    assertThat(result(stop).created()).isTrue();
    assertThat(world.control.versions).containsExactly(1L);
    OperationSnapshot ended = backup("b1");
    assertThat(result(ended).created()).isFalse();
    world.awaitPhase(DesktopPhase.STOPPED);
    world.verifyStopped();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NodeIo.Capture", "Store.Seal", "Store.VerifyVersion", "Control.ProjectVersion"})
  void aStoreThatIsAwayKeepsNoDesktopFromStopping(String activity) {
    world.givenRunningDesktop();
    world.faults.fail(activity, FailureCode.STORE_UNAVAILABLE, ALWAYS);
    world.entity().stop(World.request("stop", OperationKind.STOP));
    OperationSnapshot stop = world.ended("stop");
    assertThat(stop.state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(stop.steps())
        .filteredOn(step -> step.error() != null)
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.state()).isEqualTo(StepState.SKIPPED);
              assertThat(Objects.requireNonNull(step.error()).code())
                  .isEqualTo(FailureCode.STORE_UNAVAILABLE);
            });
    world.awaitPhase(DesktopPhase.STOPPED);
    world.verifyStopped();
    world.faults.heal();
    assertThat(backup("b1").state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.store.versions).hasSize(1);
  }
}
