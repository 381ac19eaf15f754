package io.labvm.workflows.platform;

import io.labvm.contract.TaskQueues;
import io.labvm.contract.control.ControlActivities;
import io.labvm.contract.node.NodeActivities;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.node.NodeIoActivities;
import io.labvm.contract.platform.PlatformCheckWorkflow;
import io.labvm.contract.store.StoreActivities;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pings every queue at the same time. */
public final class PlatformCheckWorkflowImpl implements PlatformCheckWorkflow {
  private final WorkflowTimings timings;

  public PlatformCheckWorkflowImpl() {
    this(WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public PlatformCheckWorkflowImpl(WorkflowTimings timings) {
    this.timings = timings;
  }

  @Override
  public List<String> run(List<NodeId> nodes) {
    Map<String, Promise<?>> answers = new LinkedHashMap<>();
    ask(answers, TaskQueues.CONTROL, ControlActivities.class, ControlActivities::ping);
    ask(answers, TaskQueues.STORE, StoreActivities.class, StoreActivities::ping);
    for (NodeId node : nodes) {
      ask(answers, TaskQueues.node(node), NodeActivities.class, NodeActivities::ping);
      ask(answers, TaskQueues.nodeIo(node), NodeIoActivities.class, NodeIoActivities::pingIo);
    }
    List<String> silent = new ArrayList<>();
    answers.forEach((queue, answer) -> listen(queue, answer, silent));
    return silent;
  }

  private <A, R> void ask(
      Map<String, Promise<?>> answers, String queue, Class<A> type, Functions.Func1<A, R> ping) {
    A stub =
        Workflow.newActivityStub(
            type,
            ActivityOptions.newBuilder()
                .setTaskQueue(queue)
                .setScheduleToCloseTimeout(timings.ping())
                .build());
    answers.put(queue, Async.function(() -> ping.apply(stub)));
  }

  private static void listen(String queue, Promise<?> answer, List<String> silent) {
    try {
      answer.get();
    } catch (ActivityFailure failure) {
      String why =
          failure.getCause() instanceof TimeoutFailure
              ? "no answer"
              : String.valueOf(failure.getCause());
      silent.add(queue + ": " + why);
    }
  }
}
