package io.labvm.workflows;

import io.labvm.contract.TaskQueues;
import io.labvm.contract.control.ControlActivities;
import io.labvm.contract.node.NodeActivities;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.node.NodeIoActivities;
import io.labvm.contract.store.StoreActivities;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * Stubs of all activities with their time-outs.
 *
 * <p>A call is one attempt: the workflow repeats it, since only there each attempt can be shown,
 * and the node be asked for between two. A cancelled call is waited for: its undo must not overtake
 * it.
 */
public final class Calls {
  private static final RetryOptions ONCE = RetryOptions.newBuilder().setMaximumAttempts(1).build();

  /** Projections are repeated for ever: the pages must learn the end of each operation. */
  private static final RetryOptions UNTIL_STORED =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(1))
          .setMaximumInterval(Duration.ofSeconds(10))
          .build();

  private static final RetryOptions WHILE_WAITED_FOR =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(1))
          .setMaximumAttempts(4)
          .build();

  private final WorkflowTimings timings;

  public Calls(WorkflowTimings timings) {
    this.timings = timings;
  }

  /** Short work on one node. */
  public NodeActivities node(NodeId node) {
    return node(node, timings.shortWork());
  }

  /** Work on one node that may take as long as given. */
  public NodeActivities node(NodeId node, Duration longest) {
    return Workflow.newActivityStub(NodeActivities.class, onAgent(TaskQueues.node(node), longest));
  }

  /** Long work on one node. */
  public NodeIoActivities nodeIo(NodeId node) {
    return Workflow.newActivityStub(
        NodeIoActivities.class, onAgent(TaskQueues.nodeIo(node), timings.fetchBase()));
  }

  /** Work of any store agent. */
  public StoreActivities store() {
    return Workflow.newActivityStub(
        StoreActivities.class, onAgent(TaskQueues.STORE, timings.shortWork()));
  }

  /** Short work of any store agent, repeated a few times while somebody waits for it. */
  public StoreActivities steadyStore() {
    return Workflow.newActivityStub(
        StoreActivities.class,
        options(TaskQueues.STORE, timings.shortWork(), WHILE_WAITED_FOR)
            .setScheduleToStartTimeout(timings.scheduleToStart())
            .setHeartbeatTimeout(timings.heartbeat())
            .build());
  }

  /** Long work of any store agent. */
  public StoreActivities storeIo() {
    return Workflow.newActivityStub(
        StoreActivities.class, onAgent(TaskQueues.STORE, timings.fetchBase()));
  }

  /** Work on the database; without schedule-to-start, since the same application hosts this. */
  public ControlActivities control() {
    return Workflow.newActivityStub(
        ControlActivities.class, options(TaskQueues.CONTROL, timings.shortWork(), ONCE).build());
  }

  /** The same, repeated until it succeeded. */
  public ControlActivities patientControl() {
    return Workflow.newActivityStub(
        ControlActivities.class,
        options(TaskQueues.CONTROL, timings.shortWork(), UNTIL_STORED).build());
  }

  private ActivityOptions onAgent(String queue, Duration longest) {
    return options(queue, longest, ONCE)
        .setScheduleToStartTimeout(timings.scheduleToStart())
        .setHeartbeatTimeout(timings.heartbeat())
        .build();
  }

  private static ActivityOptions.Builder options(
      String queue, Duration longest, RetryOptions retry) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(queue)
        .setStartToCloseTimeout(longest)
        .setRetryOptions(retry)
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED);
  }
}
