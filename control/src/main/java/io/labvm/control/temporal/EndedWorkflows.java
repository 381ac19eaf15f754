package io.labvm.control.temporal;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Finds out about workflows that end without a word. */
@Component
public class EndedWorkflows {
  private static final Logger log = LoggerFactory.getLogger(EndedWorkflows.class);
  private final WorkflowClient client;

  EndedWorkflows(WorkflowClient client) {
    this.client = client;
  }

  /**
   * Whether one that should run does not: an operator may have ended it in Temporal, or Temporal
   * has lost its history. Throws when the server does not answer.
   */
  public boolean hasEnded(String workflow) {
    try {
      return client.newUntypedWorkflowStub(workflow).describe().getStatus()
          != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    } catch (WorkflowNotFoundException e) {
      log.debug("no workflow {}", workflow, e);
      return true;
    }
  }
}
