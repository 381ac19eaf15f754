package io.labvm.workflows.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.PrepareRoot;
import io.labvm.contract.operation.FromVersion;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.OperationState;
import io.labvm.workflows.world.World;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeTravelTest {
  private final World world = World.start();

  @AfterEach
  void close() {
    world.close();
  }

  private static OperationRequest request(String id, OperationKind kind, FromVersion from) {
    return new OperationRequest(new OperationId(id), kind, "account-1", false, from);
  }

  private OperationSnapshot restore(String id) {
    return restore(id, 1);
  }

  private OperationSnapshot restore(String id, long version) {
    world.entity().restore(request(id, OperationKind.RESTORE, FromVersion.whole(version)));
    return world.ended(id);
  }

  @Test
  void a_running_desktop_runs_again_on_a_new_upper_and_the_result_names_its_undo() {
    world.givenRunningDesktop();
    var before = world.n1.uppers.get(world.desktop);
    OperationSnapshot ended = restore("r1");
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.SUCCEEDED);
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunning();
    assertThat(world.n1.uppers.get(world.desktop)).isNotEqualTo(before);
    assertThat(Objects.requireNonNull(ended.result()).undo()).isEqualTo(1L);
    assertThat(world.store.versions.values()).extracting("trigger").contains("before-restore");
  }

  @Test
  void a_stopped_desktop_stays_stopped() {
    world.givenStoppedDesktop();
    assertThat(restore("r1").state()).isEqualTo(OperationState.SUCCEEDED);
    world.awaitPhase(DesktopPhase.STOPPED);
    world.verifyStopped();
    world.entity().start(World.request("start", OperationKind.START));
    assertThat(world.ended("start").state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.n1.layers).contains("layer-1");
  }

  /** Version 0 is its origin's: host keys and machine id there are those of another machine. */
  @Test
  void a_fork_that_goes_back_to_its_beginning_makes_its_identity_anew() {
    world.givenRunningFork();
    assertThat(world.n1.prepared).extracting(PrepareRoot::newIdentity).containsExactly(true);
    assertThat(restore("r1", 0).state()).isEqualTo(OperationState.SUCCEEDED);
    world.awaitPhase(DesktopPhase.RUNNING);
    assertThat(world.n1.prepared.getLast().newIdentity()).isTrue();
    assertThat(restore("r2", 1).state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.n1.prepared.getLast().newIdentity()).isFalse();
  }

  @Test
  void a_desktop_that_was_not_forked_keeps_its_identity_whatever_it_goes_back_to() {
    world.givenRunningDesktop();
    assertThat(restore("r1", 0).state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.n1.prepared).extracting(PrepareRoot::newIdentity).containsOnly(false);
  }

  @Test
  void a_failed_save_starts_the_desktop_again_as_it_was() {
    world.givenRunningDesktop();
    var before = Objects.requireNonNull(world.n1.uppers.get(world.desktop));
    world.faults.fail("Store.Seal", FailureCode.WRONG_STATE, 10);
    assertThat(restore("r1").state()).isEqualTo(OperationState.ROLLED_BACK);
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunning();
    assertThat(world.n1.uppers).containsEntry(world.desktop, before);
    assertThat(world.store.restores).isEmpty();
  }

  /** Nothing can be sealed above a damaged version: nobody could ever leave it behind. */
  @Test
  void from_a_damaged_version_one_goes_back_without_saving() {
    world.givenRunningDesktop();
    world.faults.fail("Store.Seal", FailureCode.DAMAGED, 1);
    OperationSnapshot ended = restore("r1");
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.SUCCEEDED);
    assertThat(Objects.requireNonNull(ended.result()).undo()).isNull();
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunning();
    assertThat(world.store.restores).extracting("undo").containsExactly(false);
  }

  @Test
  void a_failed_start_goes_back_to_what_was_saved() {
    world.givenRunningDesktop();
    world.faults.fail("Node.PrepareRoot", FailureCode.DAMAGED, 1);
    OperationSnapshot ended = restore("r1");
    assertThat(ended.state()).isEqualTo(OperationState.ROLLED_BACK);
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunning();
    assertThat(world.store.restores).extracting("undo").containsExactly(false, true);
  }

  @Test
  void a_start_after_the_upper_was_given_up_begins_a_new_one() {
    world.givenStoppedDesktop();
    var before = world.n1.uppers.get(world.desktop);
    world.n1.freed.add(world.desktop);
    world.entity().start(World.request("start", OperationKind.START));
    assertThat(world.ended("start").state()).isEqualTo(OperationState.SUCCEEDED);
    world.verifyRunning();
    assertThat(world.n1.uppers.get(world.desktop)).isNotEqualTo(before);
  }

  @Test
  void what_was_left_behind_comes_back_without_a_version() {
    world.givenRunningDesktop();
    var from = FromVersion.leftBehind("u0.1", "/home/notes", FromVersion.Mode.REPLACE);
    world.entity().copyBack(request("c1", OperationKind.COPY_BACK, from));
    OperationSnapshot ended = world.ended("c1");
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.SUCCEEDED);
    assertThat(ended.steps()).extracting("name").containsExactly("copy");
    assertThat(world.n1.copied).extracting("from").containsExactly(from);
    assertThat(world.n1.copied.getFirst().stack()).isNull();
  }

  @Test
  void a_path_comes_back_into_a_running_desktop_only() {
    world.givenRunningDesktop();
    var from = new FromVersion(1, "/home/data", FromVersion.Mode.BESIDE);
    world.entity().copyBack(request("c1", OperationKind.COPY_BACK, from));
    OperationSnapshot ended = world.ended("c1");
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.SUCCEEDED);
    assertThat(Objects.requireNonNull(ended.result()).path()).isEqualTo("/home/data.v1");
    assertThat(world.n1.copied).extracting("from").containsExactly(from);
    world.entity().stop(World.request("stop", OperationKind.STOP));
    world.ended("stop");
    world.awaitPhase(DesktopPhase.STOPPED);
    assertThatThrownBy(() -> world.entity().copyBack(request("c2", OperationKind.COPY_BACK, from)))
        .rootCause()
        .hasMessageContaining("copy-back is not possible while the desktop is stopped");
  }
}
