package io.labvm.control.temporal;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
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
   * Ends whatever counts as in progress though its workflow does not run: an operator may have
   * ended it in Temporal, or Temporal has lost its history. While the server does not answer the
   * rest is left for the next time.
   */
  public <T> void each(List<T> inProgress, Function<T, String> workflow, Consumer<T> end) {
    for (T one : inProgress) {
      try {
        if (hasEnded(workflow.apply(one))) {
          end.accept(one);
        }
      } catch (RuntimeException e) {
        log.warn("Workflow {} cannot be looked at: {}", workflow.apply(one), e.toString());
        return;
      }
    }
  }

  private boolean hasEnded(String workflow) {
    try {
      return client.newUntypedWorkflowStub(workflow).describe().getStatus()
          != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    } catch (WorkflowNotFoundException e) {
      log.debug("no workflow {}", workflow, e);
      return true;
    }
  }
}
