package io.labvm.control.node;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.labvm.contract.TaskQueues;
import io.labvm.contract.node.NodeId;
import io.temporal.api.worker.v1.WorkerHeartbeat;
import io.temporal.api.workflowservice.v1.ListWorkersRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What the Temporal server heard of a node's worker last.
 *
 * <p>Only the time counts: a killed worker stays listed as running for hours, and pollers of dead
 * processes for minutes.
 */
@Component
class TemporalWorkerHeartbeats implements WorkerHeartbeats {
  private static final Logger log = LoggerFactory.getLogger(TemporalWorkerHeartbeats.class);

  private final WorkflowClient client;

  TemporalWorkerHeartbeats(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public Optional<Duration> age(NodeId node) {
    try {
      return newest(node).map(t -> Duration.between(t, Instant.now()));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
        log.warn("No worker heartbeats of node {}: {}", node, e.getStatus());
      }
      return Optional.empty();
    }
  }

  // the list without heartbeats that replaces this one carries no times, and server 1.29 leaves it
  // empty
  @SuppressWarnings("deprecation")
  private Optional<Instant> newest(NodeId node) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .listWorkers(
            ListWorkersRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setQuery("TaskQueue='" + TaskQueues.node(node) + "'")
                .build())
        .getWorkersInfoList()
        .stream()
        .map(w -> w.getWorkerHeartbeat())
        .map(TemporalWorkerHeartbeats::time)
        .max(Comparator.naturalOrder());
  }

  private static Instant time(WorkerHeartbeat heartbeat) {
    var time = heartbeat.getHeartbeatTime();
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
