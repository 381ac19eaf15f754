package io.labvm.workflows.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.operation.OperationId;
import io.labvm.contract.plan.PlannedSwitchWorkflow;
import io.labvm.workflows.world.World;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A switch begins when its time has come, and not without need before or after. */
@Timeout(120)
class PlannedSwitchWorkflowTest {
  private static final OperationId PLAN = new OperationId("later");
  private final World world = World.start();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void beginsAtItsTimeAndNotBefore() {
    PlannedSwitchWorkflow plan = planned(world.now() + Duration.ofHours(9).toMillis());
    world.skip(Duration.ofMinutes(539));
    assertThat(world.plans.begun).isEmpty();
    world.skip(Duration.ofMinutes(2));
    assertThat(end(plan)).isEqualTo("asked, or over before");
    assertThat(world.plans.begun).containsExactly(PLAN);
  }

  @Test
  void beginsAtOnceWhenItsTimeWentByWithoutIt() {
    assertThat(end(planned(world.now() - 1))).isEqualTo("asked, or over before");
    assertThat(world.plans.begun).containsExactly(PLAN);
  }

  @Test
  void waitsUntilNobodyHasUsedTheDesktopForTenMinutes() {
    PlannedSwitchWorkflow plan = planned(null);
    world.skip(Duration.ofHours(3));
    world.plans.unused = true;
    world.skip(Duration.ofMinutes(6));
    world.plans.unused = false;
    world.skip(Duration.ofMinutes(3));
    world.plans.unused = true;
    world.skip(Duration.ofMinutes(9));
    assertThat(world.plans.begun).isEmpty();
    world.skip(Duration.ofMinutes(3));
    assertThat(end(plan)).isEqualTo("asked, or over before");
    assertThat(world.plans.begun).containsExactly(PLAN);
  }

  @Test
  void asksAgainWhileAnotherOperationIsInProgress() {
    world.plans.busy = true;
    PlannedSwitchWorkflow plan = planned(world.now());
    world.skip(Duration.ofMinutes(30));
    world.plans.busy = false;
    assertThat(end(plan)).isEqualTo("asked, or over before");
    assertThat(world.plans.givenUp).isEmpty();
  }

  @Test
  void waitsAnewWhenSomebodyCameWhileAnotherOperationWasInProgress() {
    world.plans.busy = true;
    world.plans.unused = true;
    PlannedSwitchWorkflow plan = planned(null);
    world.skip(Duration.ofMinutes(14));
    world.plans.unused = false;
    world.skip(Duration.ofMinutes(2));
    world.plans.busy = false;
    world.skip(Duration.ofHours(2));
    assertThat(world.plans.begun).isEmpty();
    world.plans.unused = true;
    assertThat(end(plan)).isEqualTo("asked, or over before");
    assertThat(world.plans.begun).containsExactly(PLAN);
  }

  @Test
  void givesUpWhenAnotherOperationDoesNotEnd() {
    world.plans.busy = true;
    assertThat(end(planned(world.now()))).isEqualTo("another operation was in progress");
    assertThat(world.plans.givenUp).containsExactly(PLAN);
  }

  @Test
  void cancelledOneNeitherAsksNorGivesUp() {
    PlannedSwitchWorkflow plan = planned(world.now() + Duration.ofDays(3).toMillis());
    world.skip(Duration.ofHours(1));
    plan.cancel();
    assertThat(end(plan)).isEqualTo("cancelled");
    assertThat(world.plans.begun).isEmpty();
    assertThat(world.plans.givenUp).isEmpty();
  }

  private PlannedSwitchWorkflow planned(@Nullable Long at) {
    return world.plan(PLAN, at);
  }

  private static String end(PlannedSwitchWorkflow plan) {
    return WorkflowStub.fromTyped(plan).getResult(String.class);
  }
}
