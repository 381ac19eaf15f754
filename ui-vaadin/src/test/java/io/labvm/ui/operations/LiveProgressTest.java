package io.labvm.ui.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.LabVmDataConverter;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopWorkflowIds;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.Progress;
import io.labvm.ui.kit.MovableClock;
import io.labvm.ui.operations.LiveProgress.Live;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class LiveProgressTest {
  private static final DesktopId DESKTOP = new DesktopId("d1");
  private static final OperationId OPERATION = new OperationId("o1");
  private static final String QUEUE = "test";

  @WorkflowInterface
  public interface CopyWorkflow {
    @WorkflowMethod
    void run();
  }

  @ActivityInterface(namePrefix = "Test.")
  public interface CopyActivities {
    void copy();
  }

  public static final class CopyWorkflowImpl implements CopyWorkflow {
    @Override
    public void run() {
      Workflow.newActivityStub(
              CopyActivities.class,
              ActivityOptions.newBuilder()
                  .setStartToCloseTimeout(Duration.ofMinutes(1))
                  .setRetryOptions(
                      RetryOptions.newBuilder()
                          .setInitialInterval(Duration.ofMillis(10))
                          .setMaximumAttempts(2)
                          .build())
                  .build())
          .copy();
    }
  }

  /** Fails once, then is half done until the test lets it go on. */
  private static final class Copy implements CopyActivities {
    private final CountDownLatch end;

    Copy(CountDownLatch end) {
      this.end = end;
    }

    @Override
    public void copy() {
      var context = Activity.getExecutionContext();
      if (context.getInfo().getAttempt() == 1) {
        throw new IllegalStateException("the store was asleep");
      }
      context.heartbeat(new Progress(3, 6, "bytes", 40L));
      try {
        end.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void showsAttemptHeartbeatAndLastFailureOfThePendingActivity() {
    CountDownLatch end = new CountDownLatch(1);
    try (TestWorkflowEnvironment temporal = environment()) {
      Worker worker = temporal.newWorker(QUEUE);
      worker.registerWorkflowImplementationTypes(CopyWorkflowImpl.class);
      worker.registerActivitiesImplementations(new Copy(end));
      temporal.start();
      WorkflowClient client = temporal.getWorkflowClient();
      WorkflowClient.start(
          client.newWorkflowStub(
                  CopyWorkflow.class,
                  WorkflowOptions.newBuilder()
                      .setTaskQueue(QUEUE)
                      .setWorkflowId(DesktopWorkflowIds.of(DESKTOP, OPERATION))
                      .build())
              ::run);
      Live live = await(client, l -> l.progress() != null);
      assertThat(live.activityType()).isEqualTo("Test.Copy");
      assertThat(live.attempt()).isEqualTo(2);
      assertThat(live.progress()).isEqualTo(new Progress(3, 6, "bytes", 40L));
      assertThat(live.lastFailure()).contains("the store was asleep");
      end.countDown();
    }
  }

  private static TestWorkflowEnvironment environment() {
    return TestWorkflowEnvironment.newInstance(
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(LabVmDataConverter.create())
                    .build())
            .build());
  }

  private static Live await(WorkflowClient client, Predicate<Live> wanted) {
    MovableClock clock = new MovableClock();
    LiveProgress progress = new LiveProgress(client, clock);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      List<Live> live = progress.of(DESKTOP, OPERATION);
      if (!live.isEmpty() && wanted.test(live.getFirst())) {
        return live.getFirst();
      }
      clock.advance(Duration.ofSeconds(2));
    }
    throw new AssertionError("no live progress");
  }

  @Test
  void unknownOperationAndDeadServerHaveNone() {
    try (TestWorkflowEnvironment temporal = environment()) {
      LiveProgress progress = new LiveProgress(temporal.getWorkflowClient(), new MovableClock());
      assertThat(progress.of(DESKTOP, new OperationId("unknown"))).isEmpty();
    }
    WorkflowServiceStubs dead =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:1").build());
    try {
      LiveProgress progress =
          new LiveProgress(WorkflowClient.newInstance(dead), new MovableClock());
      assertThat(progress.of(DESKTOP, OPERATION)).isEmpty();
    } finally {
      dead.shutdownNow();
    }
  }
}
