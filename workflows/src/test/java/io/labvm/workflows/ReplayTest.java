package io.labvm.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.LabVmDataConverter;
import io.labvm.contract.TaskQueues;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.StartDesktopWorkflow;
import io.labvm.workflows.operation.StartDesktopWorkflowImpl;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape that ever ran still replays; recorded by {@code Histories}, never edited. */
class ReplayTest {
  private static final Path HISTORIES = Path.of("src/test/resources/histories");
  private final TestWorkflowEnvironment environment =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder()
                      .setDataConverter(LabVmDataConverter.create())
                      .build())
              .build());

  @AfterEach
  void close() {
    environment.close();
  }

  static List<Path> histories() throws IOException {
    try (Stream<Path> files = Files.walk(HISTORIES)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("histories")
  void replays(Path history) throws Exception {
    Worker worker = environment.newWorker(TaskQueues.WORKFLOWS);
    LabVmWorkflows.register(worker, WorkflowTimings.defaults());
    WorkflowReplayer.replayWorkflowExecution(read(history), worker);
  }

  @Test
  void everyTypeHasAHistory() throws IOException {
    assertThat(histories().stream().map(p -> p.getName(p.getNameCount() - 2).toString()))
        .contains(
            "DesktopWorkflow",
            "RegisterDesktopWorkflow",
            "StartDesktopWorkflow",
            "StartElsewhereWorkflow",
            "StopDesktopWorkflow",
            "BackupDesktopWorkflow",
            "DeleteDesktopWorkflow",
            "RestartSessionWorkflow",
            "RotateSecretWorkflow",
            "ChangeLimitsWorkflow",
            "CopyBackWorkflow",
            "RestoreVersionWorkflow",
            "SwitchNodeWorkflow",
            "PlannedSwitchWorkflow",
            "IdlenessWorkflow",
            "StoreMaintenanceWorkflow");
  }

  /** The test itself works: code of another shape is refused. */
  @Test
  void codeThatTakesOtherStepsDoesNotReplay() throws Exception {
    Worker worker = environment.newWorker(TaskQueues.WORKFLOWS);
    worker.registerWorkflowImplementationFactory(
        StartDesktopWorkflow.class,
        arguments -> new ChangedStart(arguments.get(0, DesktopOperation.class)),
        WorkflowImplementationOptions.getDefaultInstance());
    var history = read(HISTORIES.resolve("StartDesktopWorkflow/runs-1.json"));
    assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecution(history, worker))
        .hasMessageContaining("NonDeterministicException");
  }

  /** Somebody put a step in front, without a version. */
  private record ChangedStart(DesktopOperation operation) implements StartDesktopWorkflow {
    @Override
    public OperationOutcome run(DesktopOperation input) {
      new Calls(WorkflowTimings.defaults()).control().forget(input.spec().desktop());
      return new StartDesktopWorkflowImpl(operation, WorkflowTimings.defaults()).run(input);
    }

    @Override
    public void abort() {}
  }

  private static WorkflowExecutionHistory read(Path file) throws IOException {
    return WorkflowExecutionHistory.fromJson(Files.readString(file));
  }
}
