package io.labvm.ui.internal;

import io.grpc.StatusRuntimeException;
import io.labvm.contract.TaskQueues;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.platform.PlatformCheckWorkflow;
import io.labvm.ui.internal.Health.Check;
import io.labvm.ui.internal.Health.Seen;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks Temporal, then every queue by a workflow that does nothing. */
@Component
class PlatformCheck {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformCheck.class);
  private static final long REACHED_MILLIS = 2_000;
  private static final Duration LONGEST = Duration.ofSeconds(12);

  private final WorkflowClient client;

  PlatformCheck(WorkflowClient client) {
    this.client = client;
  }

  List<Check> run(List<NodeId> nodes) {
    Check temporal = temporal();
    return temporal.ok()
        ? List.of(temporal, queues(nodes))
        : List.of(temporal, new Check("queues", false, Seen.of("not-asked")));
  }

  /** The short deadline keeps a dead Temporal from costing the workflow client's long retries. */
  private Check temporal() {
    try {
      var info =
          client
              .getWorkflowServiceStubs()
              .blockingStub()
              .withDeadlineAfter(REACHED_MILLIS, TimeUnit.MILLISECONDS)
              .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
      return new Check("temporal", true, Seen.of("server", info.getServerVersion()));
    } catch (StatusRuntimeException e) {
      return new Check("temporal", false, Seen.of("silent.code", e.getStatus().getCode()));
    }
  }

  private Check queues(List<NodeId> nodes) {
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            PlatformCheckWorkflow.class.getSimpleName(),
            WorkflowOptions.newBuilder()
                .setWorkflowId("platform-check/" + UUID.randomUUID())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowExecutionTimeout(LONGEST)
                .build());
    try {
      stub.start(nodes);
      List<?> silent = stub.getResult(LONGEST.toMillis(), TimeUnit.MILLISECONDS, List.class);
      return silent.isEmpty()
          ? new Check("queues", true, Seen.of("queues"))
          : new Check(
              "queues",
              false,
              Seen.of(
                  "queues.silent",
                  String.join("; ", silent.stream().map(String::valueOf).toList())));
    } catch (TimeoutException e) {
      return new Check("queues", false, Seen.of("workflows.silent"));
    } catch (WorkflowException e) {
      LOG.info("the platform check failed", e);
      return new Check("queues", false, Seen.of("workflows.silent"));
    }
  }
}
