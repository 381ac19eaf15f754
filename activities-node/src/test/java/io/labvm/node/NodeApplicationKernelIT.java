package io.labvm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.TaskQueues;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.node.NodeId;
import io.labvm.node.metrics.MetricsServer;
import io.labvm.node.relay.Relay;
import io.labvm.node.testkit.Await;
import io.labvm.node.testkit.Scratch;
import io.labvm.node.testkit.TestIdentity;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application with its own application.yaml, while engine, portal and Temporal are away. */
class NodeApplicationKernelIT {
  private Scratch scratch;

  @BeforeEach
  void makeIdentity() throws Exception {
    scratch = new Scratch();
    TestIdentity ignored = TestIdentity.make(scratch.path(), "n1");
  }

  @AfterEach
  void removeEverything() throws IOException {
    assertThat(scratch.mounts()).isEmpty();
    scratch.close();
  }

  @Test
  void startsAloneAndWaitsForTheOthers() throws Exception {
    try (var app = start("n1")) {
      Await.until("life", () -> Files.exists(scratch.resolve("run/agent-alive")));
      assertThat(app.getBean(Relay.class).port()).isPositive();
      int metrics = app.getBean(MetricsServer.class).port();
      Await.until("a sample", () -> scrape(metrics).contains("labvm_node_cpus "));
      assertThat(scrape(metrics))
          .contains("labvm_node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}", "labvm_node_load1")
          .contains("labvm_node_disk_read_bytes_total{device=")
          .doesNotContain("labvm_gpu_", "labvm_node_gpus_readable");
      WorkerFactory workers = app.getBean(WorkerFactory.class);
      NodeId node = new NodeId("n1");
      assertThat(workers.getWorker(TaskQueues.node(node))).isNotNull();
      assertThat(workers.getWorker(TaskQueues.nodeIo(node))).isNotNull();
      assertThat(app.getBean(NodeActivitiesImpl.class).ping().node()).isEqualTo(node);
    }
  }

  @Test
  void namesTheFailureWhenTheEngineIsAway() throws Exception {
    try (var app = start("n1")) {
      var activities = app.getBean(NodeActivitiesImpl.class);
      assertThatThrownBy(() -> activities.removeContainer(new DesktopId("d1")))
          .isInstanceOf(ApplicationFailure.class)
          .hasMessageContaining("the engine does not answer")
          .satisfies(
              e -> {
                assertThat(Failures.codeOf(e)).isEqualTo(FailureCode.CONTAINER_FAILED);
                assertThat(((ApplicationFailure) e).isNonRetryable()).isFalse();
              });
    }
  }

  @Test
  void refusesTheIdentityOfAnotherNode() {
    assertThatThrownBy(() -> start("n2"))
        .rootCause()
        .hasMessageContaining("is of node n1, not of n2");
  }

  private ConfigurableApplicationContext start(String node) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add("--labvm.node.id=" + node);
    arguments.add("--labvm.node.state-dir=" + scratch.resolve("state"));
    arguments.add("--labvm.node.run-dir=" + scratch.resolve("run"));
    arguments.add("--labvm.node.identity-dir=" + scratch.resolve("identity"));
    arguments.add("--labvm.node.store-path=" + scratch.resolve("store"));
    arguments.add("--labvm.node.docker-host=unix://" + scratch.resolve("docker.sock"));
    arguments.add("--labvm.node.channel.urls=https://127.0.0.1:" + closedPort());
    arguments.add("--labvm.node.relay.address=127.0.0.1");
    arguments.add("--labvm.node.relay.port=0");
    arguments.add("--labvm.node.reading.port=0");
    arguments.add("--labvm.node.metrics.port=0");
    arguments.add("--spring.temporal.connection.target=127.0.0.1:" + closedPort());
    return SpringApplication.run(NodeApplication.class, arguments.toArray(String[]::new));
  }

  private static String scrape(int port) {
    try (var in = URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
