package io.labvm.workflows.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.TaskQueues;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.storage.MaintenanceKind;
import io.labvm.contract.storage.MaintenanceRequest;
import io.labvm.contract.storage.MaintenanceSnapshot;
import io.labvm.contract.storage.MaintenanceState;
import io.labvm.contract.storage.StoreMaintenanceWorkflow;
import io.labvm.workflows.world.World;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class StoreMaintenanceTest {
  private final World world = World.start();

  @AfterEach
  void close() {
    world.close();
  }

  private String run(MaintenanceRequest request) {
    return world
        .client()
        .newWorkflowStub(
            StoreMaintenanceWorkflow.class,
            WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.WORKFLOWS).build())
        .run(request);
  }

  private String run(MaintenanceKind kind) {
    return run(MaintenanceRequest.scheduled(kind));
  }

  private void given(int desktops) {
    IntStream.range(0, desktops)
        .forEach(i -> world.upkeep.desktops.add(new DesktopId("d%03d".formatted(i))));
  }

  private MaintenanceSnapshot last() {
    return world.upkeep.shown.getLast();
  }

  @Test
  void goesThroughAllDesktopsPageByPageAndSweepsOnce() {
    given(8);
    assertThat(run(MaintenanceKind.PRUNE)).startsWith("8 of 8 desktops, 8 changed, 10 bytes");
    assertThat(world.upkeep.done)
        .filteredOn(d -> d.startsWith("prune"))
        .hasSize(8)
        .doesNotHaveDuplicates();
    assertThat(world.upkeep.done).containsOnlyOnce("sweep");
    assertThat(world.upkeep.done).filteredOn("copy d007"::equals).hasSize(2);
    assertThat(last().state()).isEqualTo(MaintenanceState.SUCCEEDED);
    assertThat(last().progress().done()).isEqualTo(8);
    assertThat(world.upkeep.shown).extracting(MaintenanceSnapshot::run).containsOnly(last().run());
  }

  @Test
  void prunesNoDesktopThatHasNoRules() {
    given(1);
    world.upkeep.desktops.add(new DesktopId("stranger"));
    var ignored = run(MaintenanceKind.PRUNE);
    assertThat(world.upkeep.done).contains("prune d000").doesNotContain("prune stranger");
  }

  @Test
  void whatIsDamagedIsNamedAndStopsNoOther() {
    given(3);
    world.faults.fail("verify@d001", FailureCode.DAMAGED, 99);
    var ignored = run(MaintenanceKind.VERIFY);
    assertThat(world.upkeep.done).contains("verify d000", "verify d002");
    assertThat(last().progress().problems()).containsExactly("verify@d001 fails on purpose");
    assertThat(last().state()).isEqualTo(MaintenanceState.SUCCEEDED);
  }

  @Test
  void aStoreThatStaysAwayFailsTheRun() {
    given(1);
    world.faults.fail("fold@d000", FailureCode.STORE_UNAVAILABLE, 99);
    world.faults.onNext(
        "fold@d000", () -> world.faults.fail("desktops", FailureCode.STORE_UNAVAILABLE, 99));
    assertThatThrownBy(() -> run(MaintenanceKind.FOLD)).isInstanceOf(WorkflowFailedException.class);
    assertThat(last().state()).isEqualTo(MaintenanceState.FAILED);
    assertThat(last().progress().problems()).containsExactly("fold@d000 fails on purpose");
  }

  @ParameterizedTest
  @EnumSource(names = {"PRUNE", "FOLD", "VERIFY"})
  void aDesktopThatCannotBeReadIsNamedAndKeepsNoOtherWaiting(MaintenanceKind kind) {
    given(8);
    world.faults.fail(kind.wire() + "@d000", FailureCode.STORE_UNAVAILABLE, 99);
    world.faults.fail(kind.wire() + "@d006", FailureCode.INTERNAL, 99);
    assertThat(run(kind)).endsWith(" 2 failed");
    assertThat(world.upkeep.done)
        .filteredOn(d -> d.startsWith(kind.wire()))
        .hasSize(6)
        .contains(kind.wire() + " d001", kind.wire() + " d007");
    assertThat(last().state()).isEqualTo(MaintenanceState.PARTLY_FAILED);
    assertThat(last().progress().failed()).isEqualTo(2);
    assertThat(last().progress().problems())
        .containsExactly(
            "desktop d000: %s@d000 fails on purpose".formatted(kind.wire()),
            "desktop d006: %s@d006 fails on purpose".formatted(kind.wire()));
  }

  /** There is no other that could go on. */
  @Test
  void aSingleFoldThatFailsEndsAsFailed() {
    world.faults.fail("fold@d1", FailureCode.STORE_UNAVAILABLE, 99);
    assertThatThrownBy(() -> run(MaintenanceRequest.fold(new DesktopId("d1"))))
        .isInstanceOf(WorkflowFailedException.class);
  }

  @Test
  void oneRunOfAKindAtATime() {
    given(1);
    var ignored = run(MaintenanceKind.FOLD);
    assertThat(run(MaintenanceKind.FOLD)).startsWith("skipped");
    assertThat(world.upkeep.done).containsOnlyOnce("fold d000");
  }

  @Test
  void aSingleFoldIsNotShownAsARun() {
    var ignored = run(MaintenanceRequest.fold(new DesktopId("d1")));
    assertThat(world.upkeep.done).containsExactly("fold d1");
    assertThat(world.upkeep.shown).isEmpty();
  }

  @Test
  void measuresAndRebuilds() {
    given(1);
    var ignored = run(MaintenanceKind.MEASURE) + run(MaintenanceKind.REBUILD);
    assertThat(world.upkeep.done).containsExactly("usage", "rebuild", "copy d000", "copy d000");
  }
}
