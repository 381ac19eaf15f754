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
import io.labvm.workflows.world.World;
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
