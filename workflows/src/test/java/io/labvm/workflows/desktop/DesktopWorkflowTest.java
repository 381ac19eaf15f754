package io.labvm.workflows.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.ApprovalDecision;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopWorkflowIds;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepState;
import io.labvm.workflows.world.TestTimings;
import io.labvm.workflows.world.World;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The desktop's own workflow: what it accepts, refuses, orders, aborts and remembers. */
@Timeout(120)
class DesktopWorkflowTest {
  private World world = World.start();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void sameRequestTwiceRunsOnce() {
    assertThat(world.register("reg", false).repeated()).isFalse();
    assertThat(world.register("reg", false).repeated()).isTrue();
    world.ended("reg");
    assertThat(world.register("reg", false).repeated()).isTrue();
    world.awaitPhase(DesktopPhase.RUNNING);
    assertThat(world.faults.count("Control.Place")).isEqualTo(1);
  }

  @Test
  void refusesWhatItsStateDoesNotAllow() {
    world.givenRunningDesktop();
    var entity = world.entity();
    assertRefused(() -> entity.start(request("a", OperationKind.START)));
    assertRefused(() -> entity.register(request("b", OperationKind.REGISTER)));
    entity.stop(request("stop", OperationKind.STOP));
    assertRefused(() -> entity.stop(request("c", OperationKind.STOP)));
    assertRefused(() -> entity.restartSession(request("d", OperationKind.RESTART_SESSION)));
    assertRefused(() -> entity.abort(new OperationId("unknown")));
  }

  @Test
  void runsQueuedCommandsOneAfterAnotherInTheirOrder() {
    world.givenRunningDesktop();
    var entity = world.entity();
    entity.stop(request("op1", OperationKind.STOP));
    entity.start(request("op2", OperationKind.START));
    entity.restartSession(request("op3", OperationKind.RESTART_SESSION));
    entity.stop(request("op4", OperationKind.STOP));
    assertThat(world.ended("op4").state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(world.faults.calls())
        .containsSubsequence(
            "Node.ReleaseRoot", "Node.PrepareRoot", "Node.RestartSession", "Node.ReleaseRoot");
    assertThat(world.control.operations.values())
        .allSatisfy(o -> assertThat(o.state()).isEqualTo(OperationState.SUCCEEDED));
  }

  @Test
  void commandThatNoLongerFitsFailsWhenItsTurnComes() {
    world.givenStoppedDesktop();
    world.faults.fail("Node.RunContainer", FailureCode.DAMAGED, 1);
    var entity = world.entity();
    entity.start(request("start", OperationKind.START));
    entity.restartSession(request("session", OperationKind.RESTART_SESSION));
    var end = world.ended("session");
    assertThat(end.state()).isEqualTo(OperationState.FAILED);
    assertThat(end.error()).isNotNull();
    assertThat(end.error().code()).isEqualTo(FailureCode.WRONG_STATE);
  }

  @Test
  void abortOfAQueuedCommandEndsItBeforeItBegins() {
    world.register("reg", true);
    world.awaitStep("reg", "approval");
    var entity = world.entity();
    entity.stop(request("stop", OperationKind.STOP));
    entity.abort(new OperationId("stop"));
    assertThat(world.ended("stop").state()).isEqualTo(OperationState.CANCELLED);
    assertThat(entity.state().queue()).isEmpty();
  }

  @Test
  void abortOfARunningRegistrationUndoesIt() {
    // longer than the test waits: the abort comes between two attempts
    Duration pause = Duration.ofDays(1);
    world.close();
    world = World.start(new TestTimings().pauses(pause, pause).build());
    world.faults.fail("Node.RunContainer", FailureCode.CONTAINER_FAILED, Integer.MAX_VALUE);
    world.register("reg", false);
    world.awaitStep("reg", "container", StepState.RETRYING);
    world.entity().abort(new OperationId("reg"));
    var end = world.ended("reg");
    assertThat(end.state()).isIn(OperationState.CANCELLED, OperationState.ROLLED_BACK);
    world.awaitPhase(DesktopPhase.FAILED);
    world.verifyCleanSlate();
  }

  @Test
  void abortWhileWaitingForApprovalCancels() {
    world.register("reg", true);
    world.awaitStep("reg", "approval");
    world.entity().abort(new OperationId("reg"));
    assertThat(world.ended("reg").state()).isEqualTo(OperationState.CANCELLED);
    world.awaitPhase(DesktopPhase.FAILED);
    world.verifyCleanSlate();
  }

  @Test
  void deleteAbortsWhatStillBringsTheDesktopUp() {
    world.register("reg", true);
    world.awaitStep("reg", "approval");
    world.entity().delete(request("del", OperationKind.DELETE));
    assertThat(world.ended("reg").state()).isEqualTo(OperationState.CANCELLED);
    assertThat(world.ended("del").state()).isEqualTo(OperationState.SUCCEEDED);
    world.verifyCleanSlate();
  }

  @Test
  void deletedDesktopTakesNoMoreCommands() {
    world.givenRunningDesktop();
    var entity = world.entity();
    entity.delete(request("del", OperationKind.DELETE));
    world.ended("del");
    entity.run(entity.state());
    assertThatThrownBy(() -> entity.start(request("late", OperationKind.START)))
        .isInstanceOfAny(WorkflowNotFoundException.class, WorkflowUpdateException.class);
  }

  @Test
  void runningDesktopAcceptsAStartOnlyFromTheSystem() {
    world.givenRunningDesktop();
    world.n1.containers.clear();
    world.n1.mounted.clear();
    var recovery =
        new OperationRequest(new OperationId("rec"), OperationKind.START, "system", false);
    world.entity().start(recovery);
    assertThat(world.ended("rec").state()).isEqualTo(OperationState.SUCCEEDED);
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunning();
    assertThat(world.n1.containers).containsEntry(world.desktop, 2L);
  }

  @Test
  void runningDesktopIsStartedAnewWhenThatIsMeant() {
    world.givenRunningDesktop();
    assertRefused(() -> world.entity().start(request("again", OperationKind.START)));
    world.entity().start(OperationRequest.startingAnew(new OperationId("anew"), "account-1"));
    assertThat(world.ended("anew").state()).isEqualTo(OperationState.SUCCEEDED);
    world.awaitPhase(DesktopPhase.RUNNING);
    assertThat(world.n1.containers).containsEntry(world.desktop, 2L);
  }

  @Test
  void continueAsNewKeepsTheState() {
    world.close();
    world = World.start(new TestTimings().operationsPerRun(2).build());
    world.givenRunningDesktop();
    String firstRun = runId();
    var entity = world.entity();
    entity.stop(request("stop", OperationKind.STOP));
    world.await(() -> !runId().equals(firstRun));
    String secondRun = runId();
    entity.start(request("op1", OperationKind.START));
    world.ended("op1");
    world.awaitPhase(DesktopPhase.RUNNING);
    world.verifyRunning();
    assertThat(runId()).isEqualTo(secondRun);
    assertThat(entity.state().processed())
        .extracting(OperationId::value)
        .containsExactly("reg", "stop", "op1");
    assertThat(entity.start(request("op1", OperationKind.START)).repeated()).isTrue();
    assertThat(entity.stop(request("stop", OperationKind.STOP)).repeated()).isTrue();
    assertThat(entity.state().epoch()).isEqualTo(2);
  }

  @Test
  void approvedRegistrationGoesOn() {
    world.register("reg", true);
    world.awaitStep("reg", "approval");
    assertThat(world.control.operations.get(new OperationId("reg")))
        .extracting("state")
        .isEqualTo(OperationState.WAITING);
    var decision = new ApprovalDecision(new OperationId("reg"), true, "");
    world.entity().decide(decision);
    world.entity().decide(decision);
    assertThat(world.ended("reg").state()).isEqualTo(OperationState.SUCCEEDED);
    world.verifyRunning();
  }

  @Test
  void deniedRegistrationFailsWithTheReasonAndCannotBeRepeated() {
    world.register("reg", true);
    world.awaitStep("reg", "approval");
    world.entity().decide(new ApprovalDecision(new OperationId("reg"), false, "no room here"));
    var end = world.ended("reg");
    assertThat(end.state()).isEqualTo(OperationState.FAILED);
    assertThat(end.error()).isNotNull();
    assertThat(end.error().code()).isEqualTo(FailureCode.DENIED);
    assertThat(end.error().detail()).isEqualTo("no room here");
    world.awaitPhase(DesktopPhase.FAILED);
    assertRefused(() -> world.entity().start(request("again", OperationKind.START)));
    world.verifyCleanSlate();
  }

  @Test
  void decisionAboutAnotherOperationIsRefused() {
    world.register("reg", true);
    world.awaitStep("reg", "approval");
    assertRefused(
        () -> world.entity().decide(new ApprovalDecision(new OperationId("other"), true, "")));
  }

  @Test
  void repeatedRegistrationStillNeedsTheApprovalItNeverGot() {
    world.register("reg", true);
    world.awaitStep("reg", "approval");
    world.entity().abort(new OperationId("reg"));
    world.ended("reg");
    world.awaitPhase(DesktopPhase.FAILED);
    world.entity().start(request("again", OperationKind.START));
    world.awaitStep("again", "approval");
    assertThat(world.faults.count("Control.Place")).isZero();
  }

  @Test
  void operationEndedByForceFreesTheDesktop() {
    world.register("reg", true);
    world.awaitStep("reg", "approval");
    world
        .client()
        .newUntypedWorkflowStub(DesktopWorkflowIds.of(world.desktop, new OperationId("reg")))
        .cancel("by an operator");
    var end = world.ended("reg");
    assertThat(end.state()).isEqualTo(OperationState.FAILED);
    world.awaitPhase(DesktopPhase.FAILED);
  }

  private String runId() {
    return world
        .client()
        .newUntypedWorkflowStub(DesktopWorkflowIds.of(world.desktop))
        .describe()
        .getExecution()
        .getRunId();
  }

  private static OperationRequest request(String id, OperationKind kind) {
    return World.request(id, kind);
  }

  private static void assertRefused(ThrowingCallable command) {
    assertThatThrownBy(command)
        .isInstanceOf(WorkflowUpdateException.class)
        .satisfies(e -> assertThat(Failures.codeOf(e)).isEqualTo(FailureCode.WRONG_STATE));
  }
}
