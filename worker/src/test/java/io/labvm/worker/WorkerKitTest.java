package io.labvm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.spring.boot.ActivityImpl;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The kit in a real Spring application against the test server on a port. */
@Timeout(120)
class WorkerKitTest {
  private static final String QUEUE = "kit";

  private final int port = freePort();
  @TempDir Path points;

  @Test
  void waitsForAServerThatComesLater() {
    try (var app = application()) {
      assertThat(app.getBean(TemporalWorkers.class).started()).isFalse();
      try (var _ = TestServer.createPortBoundServer(port, false)) {
        await(() -> app.getBean(TemporalWorkers.class).started());
        var stub = stub(app, "late");
        stub.start("x");
        assertThat(result(stub)).isEqualTo("did x");
      }
    }
  }

  @Test
  void identityNamesTheProcessAndItsStart() {
    try (var app = application()) {
      var identity = app.getBean(WorkerIdentity.class);
      assertThat(identity.toString()).matches("n1@[0-9a-f]{8}");
      assertThat(app.getBean(WorkflowClient.class).getOptions().getIdentity())
          .isEqualTo(identity.toString());
    }
  }

  @Test
  void lastBeatKeepsWhatTheActivitySaid() {
    try (var _ = TestServer.createPortBoundServer(port, false);
        var app = application()) {
      await(() -> app.getBean(TemporalWorkers.class).started());
      var stub = stub(app, "beats");
      stub.start("slow");
      var work = app.getBean(WorkImpl.class);
      await(() -> work.began.getCount() == 0);
      await(() -> lastDetails(stub).contains("half"));
      work.release.countDown();
      assertThat(result(stub)).isEqualTo("did slow");
    }
  }

  @Test
  void stopLetsARunningActivityEndWhileItsBeansLive() throws Exception {
    try (var _ = TestServer.createPortBoundServer(port, false)) {
      var app = application();
      await(() -> app.getBean(TemporalWorkers.class).started());
      var work = app.getBean(WorkImpl.class);
      stub(app, "stops").start("slow");
      await(() -> work.began.getCount() == 0);
      var closing = CompletableFuture.runAsync(app::close, Thread::startVirtualThread);
      await(() -> app.getBean(WorkerFactory.class).isShutdown());
      work.release.countDown();
      closing.get(30, TimeUnit.SECONDS);
      assertThat(work.events).containsExactly("done slow", "closed");
    }
  }

  @Test
  void holdsAnActivityAtAFaultPointUntilItsFileIsGone() throws IOException {
    try (var _ = TestServer.createPortBoundServer(port, false);
        var app = application("labvm.fault-points-dir=" + points)) {
      await(() -> app.getBean(TemporalWorkers.class).started());
      Path hold = Files.createFile(points.resolve("Kit.Work.after"));
      Path reached = points.resolve("Kit.Work.after.reached");
      var stub = stub(app, "held");
      stub.start("x");
      await(() -> Files.exists(reached));
      assertThat(reached).hasContent(Long.toString(ProcessHandle.current().pid()));
      assertThat(app.getBean(WorkImpl.class).events).containsExactly("done x");
      assertThat(stub.describe().getStatus().name()).endsWith("RUNNING");
      Files.delete(hold);
      assertThat(result(stub)).isEqualTo("did x");
    }
  }

  private static String result(WorkflowStub stub) {
    return stub.getResult(String.class);
  }

  private static String lastDetails(WorkflowStub stub) {
    return stub.describe().getRawDescription().getPendingActivitiesList().stream()
        .map(a -> a.getHeartbeatDetails().toString())
        .findFirst()
        .orElse("");
  }

  private WorkflowStub stub(ConfigurableApplicationContext app, String id) {
    return app.getBean(WorkflowClient.class)
        .newUntypedWorkflowStub(
            "Kit", WorkflowOptions.newBuilder().setTaskQueue(QUEUE).setWorkflowId(id).build());
  }

  private ConfigurableApplicationContext application(String... more) {
    var settings = new ArrayList<>(List.of(more));
    settings.add("spring.temporal.connection.target=127.0.0.1:" + port);
    settings.add("spring.temporal.workers[0].task-queue=" + QUEUE);
    settings.add("spring.temporal.workers[0].workflow-classes=" + KitImpl.class.getName());
    settings.add("spring.temporal.workers[0].activity-beans=work");
    settings.add("labvm.worker.name=n1");
    settings.add("labvm.worker.start-retry=50ms");
    return new SpringApplicationBuilder(Application.class)
        .web(WebApplicationType.NONE)
        .properties(settings.toArray(String[]::new))
        .run();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(end);
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    WorkImpl work() {
      return new WorkImpl();
    }
  }

  /** Workflow of the tests. */
  @WorkflowInterface
  public interface Kit {
    @WorkflowMethod
    String run(String what);
  }

  /** Its implementation. */
  public static class KitImpl implements Kit {
    @Override
    public String run(String what) {
      return Workflow.newActivityStub(
              Work.class,
              ActivityOptions.newBuilder()
                  .setStartToCloseTimeout(Duration.ofSeconds(60))
                  .setHeartbeatTimeout(Duration.ofSeconds(2))
                  .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                  .build())
          .work(what);
    }
  }

  /** Activity of the tests. */
  @ActivityInterface(namePrefix = "Kit.")
  public interface Work {
    String work(String what);
  }

  @ActivityImpl
  static class WorkImpl implements Work, AutoCloseable {
    final CountDownLatch began = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @Override
    public String work(String what) {
      if (what.equals("slow")) {
        Activity.getExecutionContext().heartbeat("half");
        began.countDown();
        try {
          release.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      events.add("done " + what);
      return "did " + what;
    }

    @Override
    public void close() {
      events.add("closed");
    }
  }
}
