package io.labvm.control.drain;

import io.labvm.contract.drain.DrainNode;
import io.labvm.contract.drain.DrainNodeWorkflow;
import io.labvm.contract.operation.OperationId;
import io.labvm.control.temporal.EndedWorkflows;
import io.labvm.control.temporal.OneRun;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Starts the drains that admins ask for, and tells them what is wished. */
@Component
class Drains {
  private static final Logger log = LoggerFactory.getLogger(Drains.class);
  private final WorkflowClient client;
  private final DrainRows rows;
  private final EndedWorkflows ended;

  Drains(WorkflowClient client, DrainRows rows, EndedWorkflows ended) {
    this.client = client;
    this.rows = rows;
    this.ended = ended;
  }

  @Scheduled(fixedDelay = 1_000)
  void look() {
    try {
      rows.queued().forEach(this::start);
      rows.untold().forEach(this::tell);
    } catch (RuntimeException e) {
      log.warn("Drains are not looked after now: {}", e.toString()); // the server is away
    }
  }

  private void start(DrainNode request) {
    DrainNodeWorkflow stub =
        client.newWorkflowStub(
            DrainNodeWorkflow.class,
            OneRun.of(id(request.drain()))
                .setStaticSummary(
                    (request.home() ? "Brings desktops home to node " : "Empties node ")
                        + request.node())
                .build());
    var ignored = WorkflowClient.start(stub::run, request);
  }

  private void tell(DrainRows.Untold wish) {
    try {
      client.newWorkflowStub(DrainNodeWorkflow.class, id(wish.drain())).steer(wish.wish());
    } catch (WorkflowNotFoundException e) {
      log.debug("drain {} has ended", wish.drain(), e);
    }
    rows.tell(wish);
  }

  @Scheduled(fixedDelay = 60_000)
  void endAbandoned() {
    ended.each(rows.open(), Drains::id, rows::abandon);
  }

  private static String id(OperationId drain) {
    return "drain/" + drain;
  }
}
