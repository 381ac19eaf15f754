package io.labvm.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.failure.FailureCode;
import io.labvm.node.container.Containers.Answer;
import io.labvm.node.process.SystemCommands;
import io.labvm.node.testkit.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract, and more, on a real engine of the test's own. */
class DockerContainersContainerIT extends ContainersContract {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static TestNode node;
  private static Containers containers;

  @BeforeAll
  static void startNode() throws Exception {
    node = new TestNode();
    containers = node.containers();
    containers.prepare();
    containers.prepare();
  }

  @AfterAll
  static void removeNode() throws Exception {
    node.close();
  }

  @Override
  Containers containers() {
    return containers;
  }

  @Override
  ContainerSpec spec(DesktopId desktop, long epoch) throws IOException {
    return node.spec(desktop, epoch, desktop.equals(DESKTOP) ? "10.213.0.9" : "10.213.0.10");
  }

  @Override
  void endFromInside(DesktopContainer container) throws IOException {
    String ignored =
        new SystemCommands(Duration.ofSeconds(5))
            .call("kill", "-KILL", Long.toString(container.pid()));
  }

  @Test
  void limitsProcessesMemoryAndProcessors() throws Exception {
    containers.run(spec(DESKTOP, 7));
    limitedTo(new Limits(500, 128L << 20, 100, 0));
  }

  private static void limitedTo(Limits limits) throws IOException {
    String memory = Long.toString(limits.memoryBytes());
    Map<String, String> wanted =
        Map.of(
            "pids/%s/pids.max",
            Integer.toString(limits.pids()),
            "memory/%s/memory.limit_in_bytes",
            memory,
            "memory/%s/memory.memsw.limit_in_bytes",
            memory,
            "cpu/%s/cpu.cfs_quota_us",
            Integer.toString(limits.milliCpus() * 100));
    String id = containers.find(DESKTOP).orElseThrow().id();
    String group = node.cgroupParent().substring(1) + "/d1/7/" + id;
    for (Map.Entry<String, String> limit : wanted.entrySet()) {
      Path file = Path.of("/sys/fs/cgroup", limit.getKey().formatted(group));
      if (Files.exists(file)) {
        assertThat(file).content().isEqualToIgnoringNewLines(limit.getValue());
      }
    }
    assertThat(Path.of("/sys/fs/cgroup/pids", group)).isDirectory();
  }

  @Test
  void changesLimitsOfWhatRunsAndRefusesLessMemoryThanIsHeld() throws Exception {
    DesktopContainer container = containers.run(spec(DESKTOP, 7));
    Limits more = new Limits(1500, 512L << 20, 300, 0);
    containers.limit(container, more);
    containers.limit(container, more);
    limitedTo(more);
    String ignored =
        node.in(container)
            .call("sh", "-c", "head -c 50m /dev/zero >/run/held; head -c 50m /dev/zero >/tmp/held");
    // version 2 of control groups would end processes
    if (Files.exists(Path.of("/sys/fs/cgroup/memory"))) {
      fails(
          FailureCode.MEMORY_IN_USE,
          () -> containers.limit(container, new Limits(500, 64L << 20, 100, 0)));
      limitedTo(more);
    }
    assertThat(containers.find(DESKTOP)).contains(container);
    Limits less = new Limits(500, 256L << 20, 100, 0);
    containers.limit(container, less);
    limitedTo(less);
  }

  @Test
  void mountsMemoryFileSystemsBelowWhatIsBoundThere() throws Exception {
    DesktopContainer container = containers.run(spec(DESKTOP, 1));
    String mounts = Files.readString(Path.of("/proc", container.pid() + "", "mountinfo"));
    assertThat(mounts).contains(" /run rw,nosuid,nodev", " /tmp rw,nosuid,nodev");
    // runc drops the other flags of what it binds read-only; the member cannot write there
    assertThat(mounts).containsPattern(" /run/labvm/in ro");
    assertThat(mounts).containsPattern(" /run/labvm/sock rw,nosuid,nodev,noexec");
    assertThat(mounts).containsPattern(" /run/labvm/out rw,nosuid,nodev,noexec");
    assertThat(mounts).containsPattern(" / / rw[^\\n]* - overlay ");
  }

  @Test
  void runsProgramsInsideAndKeepsTheBeginningOfWhatTheySay() throws Exception {
    containers.run(spec(DESKTOP, 1));
    assertThat(execute("echo said; exit 3")).isEqualTo(new Answer(3, "said\n"));
    Answer much = execute("i=0; while [ $i -lt 2000 ]; do echo 12345678; i=$((i+1)); done");
    assertThat(much.exitCode()).isZero();
    assertThat(much.output()).hasSize(Answer.MOST).startsWith("12345678\n");
    assertThat(containers.execute(DESKTOP, Duration.ofMillis(200), List.of("sleep", "5")))
        .isEqualTo(new Answer(Answer.NONE, ""));
    fails(FailureCode.CONTAINER_FAILED, () -> containers.execute(OTHER, SOON, List.of("true")));
  }

  private Answer execute(String script) {
    return containers.execute(DESKTOP, SOON, List.of("sh", "-c", script));
  }

  @Test
  void refusesARootThatIsNotMountedAndLeavesNothingRunning() throws Exception {
    ContainerSpec good = spec(DESKTOP, 1);
    Path bare = Files.createDirectories(node.scratch().resolve("bare"));
    ContainerSpec bad =
        new ContainerSpec(
            DESKTOP,
            1,
            good.operation(),
            "h",
            good.address(),
            good.limits(),
            bare,
            good.run(),
            good.gpus());
    assertThatThrownBy(() -> containers.run(bad)).hasMessageContaining("is not a mount point");
    assertThat(containers.find(DESKTOP).map(DesktopContainer::running)).isNotEqualTo(true);
    assertThat(bare).isEmptyDirectory();
    assertThat(containers.run(good).running()).isTrue();
  }

  @Test
  void saysThatAKilledEngineDoesNotAnswerAndFindsItsContainersLater() throws Exception {
    DesktopContainer before = containers.run(spec(DESKTOP, 1));
    node.killEngine();
    fails(FailureCode.CONTAINER_FAILED, () -> containers.find(DESKTOP));
    fails(FailureCode.CONTAINER_FAILED, () -> containers.remove(DESKTOP));
    node.restartEngine();
    assertThat(containers.run(spec(DESKTOP, 1))).isEqualTo(before);
  }
}
