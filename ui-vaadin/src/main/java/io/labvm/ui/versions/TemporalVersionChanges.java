package io.labvm.ui.versions;

import io.labvm.contract.TaskQueues;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.NoteVersion;
import io.labvm.contract.store.NoteVersionWorkflow;
import io.labvm.contract.store.NotedVersion;
import io.labvm.contract.store.RemoveVersion;
import io.labvm.contract.store.RemoveVersionWorkflow;
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

/** By a workflow each, so that what the store did reaches the pages whatever dies between. */
@Component
class TemporalVersionChanges implements VersionChanges {
  private static final Logger LOG = LoggerFactory.getLogger(TemporalVersionChanges.class);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final long WAITED_SECONDS = 30;

  private final WorkflowClient client;

  TemporalVersionChanges(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public void note(NoteVersion request) {
    run(
        NoteVersionWorkflow.class,
        id(request.desktop(), request.version(), request.operation()),
        request,
        NotedVersion.class,
        ProblemException.notFound("version"));
  }

  @Override
  public void remove(RemoveVersion request) {
    run(
        RemoveVersionWorkflow.class,
        id(request.desktop(), request.version(), request.operation()),
        request,
        Void.class,
        ProblemException.of(
            ProblemCode.VERSION_IN_USE, "The desktop stands on this version; it stays."));
  }

  private static String id(DesktopId desktop, long version, OperationId operation) {
    return "version/" + desktop + "/" + version + "/" + operation;
  }

  private void run(
      Class<?> type, String id, Object request, Class<?> answer, ProblemException refused) {
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            type.getSimpleName(),
            WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowExecutionTimeout(LONGEST)
                .build());
    try {
      stub.start(request);
      var ignored = stub.getResult(WAITED_SECONDS, TimeUnit.SECONDS, answer);
    } catch (TimeoutException e) {
      throw ProblemException.of(
          ProblemCode.UNAVAILABLE, "The store does not answer; what was asked for is tried on.");
    } catch (WorkflowException e) {
      LOG.info("{} failed", id, e);
      throw Failures.codeOf(e) == FailureCode.WRONG_STATE
          ? refused
          : ProblemException.of(ProblemCode.UNAVAILABLE, "The store does not answer.");
    }
  }
}
