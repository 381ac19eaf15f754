package io.labvm.ui.questions;

import io.labvm.contract.TaskQueues;
import io.labvm.ui.operations.OpaqueIds;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks workflows that only answer and change nothing. */
@Component
public class Questions {
  private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final WorkflowClient temporal;

  Questions(WorkflowClient temporal) {
    this.temporal = temporal;
  }

  /**
   * Waits for an answer, at most 20 s.
   *
   * @param about what the workflow's id begins with
   * @throws ProblemException UNAVAILABLE when none comes
   */
  public <R> R ask(Class<?> workflow, String about, Object input, Class<R> answer) {
    WorkflowStub stub =
        temporal.newUntypedWorkflowStub(
            workflow.getSimpleName(),
            WorkflowOptions.newBuilder()
                .setWorkflowId(about + "/" + OpaqueIds.next())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowExecutionTimeout(LONGEST)
                .build());
    try {
      stub.start(input);
      return stub.getResult(LONGEST.toMillis(), TimeUnit.MILLISECONDS, answer);
    } catch (TimeoutException | WorkflowException e) {
      LOG.info("no answer to {}", about, e);
      throw ProblemException.of(ProblemCode.UNAVAILABLE, "No answer came in time.");
    }
  }
}
