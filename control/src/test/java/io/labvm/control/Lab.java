package io.labvm.control;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.LabVmDataConverter;
import io.labvm.contract.TaskQueues;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.node.NodeId;
import io.labvm.schema.TestDatabase;
import io.labvm.workflows.world.FakeNode;
import io.labvm.workflows.world.FakeStore;
import io.labvm.workflows.world.Faults;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The real control application on a real database, with agents in memory, on a Temporal server that
 * somebody else started.
 */
public final class Lab implements AutoCloseable {
  private static final NodeId N1 = new NodeId("n1");

  private final String temporal;
  private final TestDatabase database = TestDatabase.create();
  private final List<String> settings = new ArrayList<>();
  private final WorkflowServiceStubs stubs;
  private final Thread guard;
  private volatile boolean silent;
  private @Nullable ConfigurableApplicationContext application;
  private final List<WorkerFactory> agents = new ArrayList<>();
  public final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  public final Rows rows = new Rows(jdbc);
  public final Faults faults = new Faults();
  public final FakeStore store = new FakeStore(faults);
  public final FakeNode n1 = new FakeNode(N1, faults, this::assigned);

  public Lab(String temporal, String... more) {
    this.temporal = temporal;
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal).build());
    settings.addAll(
        List.of(
            "server.port=0",
            "spring.datasource.url=" + database.jdbcUrl(),
            "spring.datasource.username=" + database.username(),
            "spring.temporal.connection.target=" + temporal,
            "labvm.worker.start-retry=200ms",
            "labvm.workflows.first-pause=200ms",
            "labvm.workflows.longest-pause=1s",
            "labvm.control.recover-after=1s"));
    settings.addAll(List.of(more));
    rows.node("n1", Duration.ZERO);
    guard = Thread.ofVirtual().start(this::beat);
  }

  /** The node's guard: says every half second what runs. */
  private void beat() {
    while (!Thread.currentThread().isInterrupted()) {
      String held =
          n1.containers.entrySet().stream()
              .map(
                  e ->
                      "{\"desktop\":\"%s\",\"epoch\":%d,\"activity\":\"running\"}"
                          .formatted(e.getKey(), e.getValue()))
              .collect(Collectors.joining(",", "{\"desktops\":[", "]}"));
      if (silent) {
        return;
      }
      rows.run(
          "update node set beacon_at = now(), metrics_at = now(), beacon = cast(? as jsonb)"
              + " where id = 'n1'",
          held);
      LockSupport.parkNanos(500_000_000);
    }
  }

  public Lab startControl() {
    application =
        new SpringApplicationBuilder(ControlApplication.class)
            .run(settings.stream().map(s -> "--" + s).toArray(String[]::new));
    return this;
  }

  public void stopControl() {
    requireNonNull(application).close();
    application = null;
  }

  public ConfigurableApplicationContext control() {
    return requireNonNull(application);
  }

  public WorkflowClient client() {
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setDataConverter(LabVmDataConverter.create())
            .setWorkerHeartbeatInterval(Duration.ofSeconds(2))
            .build());
  }

  /** Store and node agents, in this process. */
  public Lab startAgents() {
    startStoreAgent();
    WorkerFactory factory = WorkerFactory.newInstance(client());
    factory.newWorker(TaskQueues.node(N1)).registerActivitiesImplementations(n1);
    factory.newWorker(TaskQueues.nodeIo(N1)).registerActivitiesImplementations(n1);
    factory.start();
    agents.add(factory);
    return this;
  }

  public Lab startStoreAgent() {
    WorkerFactory factory = WorkerFactory.newInstance(client());
    factory.newWorker(TaskQueues.STORE).registerActivitiesImplementations(store);
    factory.start();
    agents.add(factory);
    return this;
  }

  /** The node falls silent: no more beacons. */
  public void stopGuard() {
    silent = true;
    rows.run("update node set beacon_at = now() - interval '1 hour'");
  }

  public void stopAgents() {
    agents.forEach(WorkerFactory::shutdownNow);
    agents.clear();
  }

  private boolean assigned(DesktopId desktop, NodeId node, long epoch) {
    return jdbc.sql(
            "select exists (select 1 from desktop where id = ? and assigned_node = ?"
                + " and assigned_epoch = ?)")
        .params(desktop.value(), node.value(), epoch)
        .query(Boolean.class)
        .single();
  }

  public String state(String operation) {
    return rows.text("select state from operation where id = ?", operation);
  }

  public String desktop(String id) {
    return rows.text("select state from desktop where id = ?", id);
  }

  /** Waits for the end of an operation and returns its state. */
  public String ended(String operation) {
    await(
        () ->
            rows.text("select ended_at is not null from operation where id = ?", operation)
                .equals("t"));
    return state(operation);
  }

  public void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "deadline on "
                + temporal
                + "; operations "
                + jdbc.sql("select * from operation").query().listOfRows()
                + "; outbox "
                + jdbc.sql("select * from outbox").query().listOfRows());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Override
  public void close() {
    n1.comeBack();
    guard.interrupt();
    stopAgents();
    if (application != null) {
      application.close();
    }
    stubs.shutdownNow();
  }
}
