package io.labvm.control.outbox;

import static java.util.Objects.requireNonNull;

import io.grpc.Context;
import io.labvm.contract.desktop.ApprovalDecision;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopState;
import io.labvm.contract.desktop.DesktopWorkflow;
import io.labvm.contract.desktop.DesktopWorkflowIds;
import io.labvm.contract.desktop.NodeNews;
import io.labvm.contract.desktop.RunningAt;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.operation.AcceptedOperation;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.control.ControlProperties;
import io.labvm.control.temporal.OneRun;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.failure.ApplicationFailure;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends commands to the workflows of desktops as updates.
 *
 * <p>The update's id is the operation's, so a command that is sent again is answered again and not
 * run again.
 */
@Component
class DesktopCommands implements AutoCloseable {
  private final WorkflowClient client;
  private final DesktopSpecs specs;
  private final ControlProperties properties;
  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("command-deadlines").factory());

  DesktopCommands(WorkflowClient client, DesktopSpecs specs, ControlProperties properties) {
    this.client = client;
    this.specs = specs;
    this.properties = properties;
  }

  /**
   * Returns when the desktop accepted the command.
   *
   * @throws Refused when it did not, or there is no such desktop
   */
  void send(Command command) throws Refused {
    try (Context.CancellableContext context = withDeadline()) {
      context.run(() -> sendNow(command));
    } catch (WorkflowUpdateException e) {
      throw new Refused(code(e), detail(e), e);
    } catch (WorkflowNotFoundException e) {
      throw new Refused(FailureCode.WRONG_STATE, "desktop " + command.desktop() + " is gone", e);
    }
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
  }

  /** Without a worker the server would hold an update for ever. */
  private Context.CancellableContext withDeadline() {
    return Context.current()
        .withDeadlineAfter(
            properties.commandTimeout().toMillis(), TimeUnit.MILLISECONDS, deadlines);
  }

  /** A workflow that has just ended fails what it had accepted with a type of the server. */
  private static FailureCode code(WorkflowUpdateException refusal) {
    FailureCode code = Failures.codeOf(refusal);
    return code == FailureCode.INTERNAL ? FailureCode.WRONG_STATE : code;
  }

  private static String detail(WorkflowUpdateException refusal) {
    return refusal.getCause() instanceof ApplicationFailure failure
        ? Failures.messageOf(failure)
        : String.valueOf(refusal.getCause());
  }

  private void sendNow(Command command) {
    switch (command.name()) {
      case "register" -> register(command);
      case "decide" ->
          update(
              command,
              "decide",
              Void.class,
              json.readValue(command.payload(), ApprovalDecision.class));
      case "abort" ->
          update(
              command, "abort", Void.class, json.readValue(command.payload(), OperationId.class));
      case Command.NOTE_NODE ->
          update(
              command, "noteNode", Void.class, json.readValue(command.payload(), NodeNews.class));
      case Command.ADOPT ->
          update(command, "adopt", Void.class, json.readValue(command.payload(), RunningAt.class));
      case "restart-session" -> request(command, "restartSession");
      case "rotate-secret" -> request(command, "rotateSecret");
      case "copy-back" -> request(command, "copyBack");
      case "switch" -> request(command, "switchNode");
      case "limits" -> request(command, "changeLimits");
      default -> request(command, command.name());
    }
  }

  private void register(Command command) {
    OperationRequest request = json.readValue(command.payload(), OperationRequest.class);
    DesktopId desktop = new DesktopId(command.desktop());
    DesktopWorkflow workflow = client.newWorkflowStub(DesktopWorkflow.class, options(desktop));
    DesktopState state = DesktopState.fresh(specs.of(desktop));
    WorkflowClient.executeUpdateWithStart(
        workflow::register,
        request,
        UpdateOptions.newBuilder(AcceptedOperation.class)
            .setUpdateId(request.operation().value())
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build(),
        new WithStartWorkflowOperation<>(workflow::run, state));
  }

  private void request(Command command, String update) {
    update(
        command,
        update,
        AcceptedOperation.class,
        json.readValue(command.payload(), OperationRequest.class));
  }

  private <R> void update(Command command, String name, Class<R> answer, Object argument) {
    client
        .newUntypedWorkflowStub(DesktopWorkflowIds.of(new DesktopId(command.desktop())))
        .startUpdate(
            UpdateOptions.newBuilder(answer)
                .setUpdateName(name)
                .setUpdateId(updateId(command))
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build(),
            argument)
        .getResult();
  }

  /** A decision or an abort is about an operation, so its own row names it. */
  private static String updateId(Command command) {
    return command.isOperation() ? command.operation() : command.name() + "-" + command.id();
  }

  private static WorkflowOptions options(DesktopId desktop) {
    return OneRun.of(DesktopWorkflowIds.of(desktop), desktop)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
        .setStaticSummary("Desktop " + requireNonNull(desktop))
        .setStaticDetails("Its operations run as operation/" + desktop + "/...")
        .build();
  }
}
