package io.labvm.workflows.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.LabVmDataConverter;
import io.labvm.contract.LabVmSearchAttributes;
import io.labvm.contract.TaskQueues;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopSnapshot;
import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.desktop.DesktopState;
import io.labvm.contract.desktop.DesktopWorkflow;
import io.labvm.contract.desktop.DesktopWorkflowIds;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.desktop.Origin;
import io.labvm.contract.idleness.IdlenessWorkflow;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.AcceptedOperation;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepState;
import io.labvm.contract.plan.PlannedSwitch;
import io.labvm.contract.plan.PlannedSwitchWorkflow;
import io.labvm.contract.store.BaseId;
import io.labvm.workflows.LabVmWorkflows;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A whole lab on the time-skipping server, with one desktop to play with. */
public final class World implements AutoCloseable {
  public static final WorkflowTimings TIMINGS = new TestTimings().build();

  public static final NodeId N1 = new NodeId("n1");
  public static final NodeId N2 = new NodeId("n2");

  /** The workflow that watches the desktop. */
  public static final String WATCH = "idleness/d1";

  public static final DesktopSpec SPEC =
      new DesktopSpec(
          new DesktopId("d1"),
          "alice",
          new BaseId("tiny-1"),
          null,
          "10.213.0.2",
          "zh_CN",
          new Limits(1000, 1L << 30, 500, 1 << 26));

  private final ReentrantLock sleeping = new ReentrantLock();
  private final TestWorkflowEnvironment environment;
  private final WorkflowTimings timings;
  public final Faults faults = new Faults();
  public final FakeControl control = new FakeControl(faults, N1);
  public final FakeStore store = new FakeStore(faults);
  public final FakeUpkeep upkeep = new FakeUpkeep(faults);
  public final FakeDrains drains = new FakeDrains();
  public final FakePlans plans = new FakePlans();
  public final FakeIdleness idleness = new FakeIdleness(this::now);
  public final FakeNode n1 = new FakeNode(N1, faults, control::mayReadSecrets);
  public final FakeNode n2 = new FakeNode(N2, faults, control::mayReadSecrets);
  public final DesktopId desktop = SPEC.desktop();

  /** Of the desktop that is registered next. */
  private DesktopSpec spec = SPEC;

  private World(WorkflowTimings timings) {
    this.timings = timings;
    var options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(LabVmDataConverter.create())
                    .setIdentity("world")
                    .build())
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true).build());
    LabVmSearchAttributes.all()
        .forEach(key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
    this.environment = TestWorkflowEnvironment.newInstance(options.build());
    LabVmWorkflows.register(environment.newWorker(TaskQueues.WORKFLOWS), timings);
    FakeUpkeep.Sides sides = upkeep.sides();
    serve(TaskQueues.CONTROL, control, sides.control(), drains, plans, idleness);
    serve(TaskQueues.STORE, store, sides.store());
    serve(TaskQueues.node(N1), n1);
    serve(TaskQueues.nodeIo(N1), n1);
    serve(TaskQueues.node(N2), n2);
    serve(TaskQueues.nodeIo(N2), n2);
    environment.start();
  }

  public static World start() {
    return new World(TIMINGS);
  }

  public static World start(WorkflowTimings timings) {
    return new World(timings);
  }

  public WorkflowTimings timings() {
    return timings;
  }

  public WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  /** Asks for the desktop's registration as the control application does. */
  public AcceptedOperation register(String operation, boolean approval) {
    return register(request(operation, OperationKind.REGISTER, approval));
  }

  public AcceptedOperation register(OperationRequest request) {
    DesktopWorkflow stub =
        client()
            .newWorkflowStub(
                DesktopWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(DesktopWorkflowIds.of(desktop))
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .setWorkflowIdConflictPolicy(
                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                    .build());
    return WorkflowClient.executeUpdateWithStart(
        stub::register,
        request,
        UpdateOptions.newBuilder(AcceptedOperation.class)
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build(),
        new WithStartWorkflowOperation<>(stub::run, DesktopState.fresh(spec)));
  }

  /**
   * Plans a switch as the control application does.
   *
   * @param at workflow time in epoch milliseconds; null for when the desktop is not used
   */
  public PlannedSwitchWorkflow plan(OperationId plan, @Nullable Long at) {
    PlannedSwitchWorkflow stub =
        client()
            .newWorkflowStub(
                PlannedSwitchWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(workflowId(plan))
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    var _ = WorkflowClient.start(stub::run, new PlannedSwitch(plan, desktop, at));
    return stub;
  }

  /** Watches the desktop as the control application does. */
  public IdlenessWorkflow watch() {
    IdlenessWorkflow stub =
        client()
            .newWorkflowStub(
                IdlenessWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(WATCH)
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    var _ = WorkflowClient.start(stub::run, desktop);
    return stub;
  }

  static String workflowId(OperationId plan) {
    return "planned-switch/" + plan;
  }

  /** The desktop's workflow, which must have been started. */
  public DesktopWorkflow entity() {
    return client().newWorkflowStub(DesktopWorkflow.class, DesktopWorkflowIds.of(desktop));
  }

  public static OperationRequest request(String id, OperationKind kind) {
    return request(id, kind, false);
  }

  private static OperationRequest request(String id, OperationKind kind, boolean approval) {
    return new OperationRequest(new OperationId(id), kind, "account-1", approval);
  }

  /** A desktop that runs, registered by the operation {@code reg}. */
  public void givenRunningDesktop() {
    register("reg", false);
    assertThat(ended("reg").state()).isEqualTo(OperationState.SUCCEEDED);
    awaitPhase(DesktopPhase.RUNNING);
  }

  /** A desktop that began with a version of another one, and runs. */
  public void givenRunningFork() {
    Origin origin = new Origin(new DesktopId("d0"), 3);
    spec =
        new DesktopSpec(
            desktop,
            SPEC.login(),
            SPEC.base(),
            SPEC.node(),
            SPEC.address(),
            SPEC.language(),
            SPEC.limits(),
            origin);
    givenRunningDesktop();
  }

  /** A desktop that was stopped by the operation {@code stop}. */
  public void givenStoppedDesktop() {
    givenRunningDesktop();
    entity().stop(request("stop", OperationKind.STOP));
    assertThat(ended("stop").state()).isEqualTo(OperationState.SUCCEEDED);
    awaitPhase(DesktopPhase.STOPPED);
  }

  /** The last picture of an operation, when it has ended. */
  public OperationSnapshot ended(String operation) {
    OperationId id = new OperationId(operation);
    await(
        () -> control.operations.containsKey(id) && control.operations.get(id).state().terminal());
    return Objects.requireNonNull(control.operations.get(id));
  }

  /** Waits until the pages show that a step has begun. */
  public void awaitStep(String operation, String step) {
    awaitStep(operation, step, StepState.RUNNING);
  }

  /** Waits until the pages show that a step is in a state. */
  public void awaitStep(String operation, String step, StepState state) {
    OperationId id = new OperationId(operation);
    await(
        () -> {
          OperationSnapshot picture = control.operations.get(id);
          return picture != null
              && picture.steps().stream()
                  .anyMatch(s -> s.name().equals(step) && s.state() == state);
        });
  }

  /**
   * Waits until an aborted operation has asked its activity to end. The server of these tests drops
   * the answer of a workflow that cancels what has just ended, and the workflow hangs.
   */
  public void awaitCancelOfActivity(String operation) {
    String id = DesktopWorkflowIds.of(desktop, new OperationId(operation));
    await(
        () ->
            client().fetchHistory(id).getEvents().stream()
                .anyMatch(
                    e -> e.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED));
  }

  /** Waits until the pages know the phase and no operation is in progress. */
  public DesktopSnapshot awaitPhase(DesktopPhase phase) {
    await(() -> shows(phase));
    return Objects.requireNonNull(control.desktops.get(desktop));
  }

  private boolean shows(DesktopPhase phase) {
    DesktopSnapshot snapshot = control.desktops.get(desktop);
    return snapshot != null && snapshot.phase() == phase && snapshot.operation() == null;
  }

  /**
   * Lets workflow time pass. One thread at a time: the server counts who holds time back, and two
   * that let go at once are more than it has counted.
   */
  public void skip(Duration time) {
    sleeping.lock();
    try {
      environment.sleep(time);
    } finally {
      sleeping.unlock();
    }
  }

  /** Workflow time in epoch milliseconds. */
  public long now() {
    return environment.currentTimeMillis();
  }

  /** Lets workflow time run until the condition holds. */
  public void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "deadline; calls " + faults.calls() + "; told " + control.operations.values());
      }
      skip(Duration.ofMillis(200));
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Nothing of the desktop is left on a node, in the store or in the control plane. */
  public void verifyCleanSlate() {
    assertThat(n1.containers).as("containers").isEmpty();
    assertThat(n1.mounted).as("mounts").isEmpty();
    assertThat(n1.uppers).as("uppers").isEmpty();
    assertThat(store.desktops).as("store").isEmpty();
    assertThat(control.placed).as("placements").isEmpty();
    assertThat(control.assigned).as("assignments").isEmpty();
    assertThat(control.routed).as("routes").isEmpty();
  }

  /** The desktop is stopped as it was before: its upper is there, nothing runs. */
  public void verifyStopped() {
    assertThat(n1.containers).as("containers").isEmpty();
    assertThat(n1.mounted).as("mounts").isEmpty();
    assertThat(n1.uppers).as("uppers").containsKey(desktop);
    assertThat(store.desktops).as("store").contains(desktop);
    assertThat(control.routed).as("routes").isEmpty();
  }

  /** The desktop runs, once, at the epoch that is assigned and routed. */
  public void verifyRunning() {
    verifyRunningOn(n1);
  }

  /** The same on one of the nodes; on the other nothing runs. */
  public void verifyRunningOn(FakeNode node) {
    var held = Objects.requireNonNull(control.assigned.get(desktop));
    FakeNode other = node == n1 ? n2 : n1;
    assertThat(node.containers).containsEntry(desktop, held.epoch()).hasSize(1);
    assertThat(node.mounted).containsOnlyKeys(desktop);
    assertThat(node.uppers).containsEntry(desktop, held.upper());
    assertThat(other.containers).as("containers elsewhere").isEmpty();
    assertThat(other.mounted).as("mounts elsewhere").isEmpty();
    assertThat(control.assigned).containsEntry(desktop, held);
    assertThat(held.node()).isEqualTo(node == n1 ? N1 : N2);
    assertThat(control.routed).containsEntry(desktop, held.epoch());
    assertThat(store.desktops).contains(desktop);
  }

  private void serve(String queue, Object... activities) {
    environment.newWorker(queue).registerActivitiesImplementations(activities);
  }

  @Override
  public void close() {
    n1.comeBack();
    n2.comeBack();
    environment.close();
  }
}
