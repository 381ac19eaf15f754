package io.labvm.node.figures;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.container.Containers;
import io.labvm.node.container.DesktopContainer;
import io.labvm.node.figures.DesktopFigures.Room;
import io.labvm.node.oom.KernelLog;
import io.labvm.node.oom.MemoryKills;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.node.testkit.Await;
import io.labvm.node.testkit.TestNode;
import io.labvm.nodechannel.NodeMetrics.DesktopMetrics;
import io.labvm.nodechannel.NodeMetrics.MemoryKill;
import io.labvm.nodechannel.NodeMetrics.RunCounts;
import io.labvm.nodechannel.NodeMetrics.Shortage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of a desktop equals what its programs did, and what its limits did to them. */
class UseInsideContainerIT {
  private static final DesktopId DESKTOP = new DesktopId("d1");
  private static final Path KERNEL_LOG = Path.of("/dev/kmsg");
  private static final double TICKS = 100;
  private static final int MIB = 1 << 20;

  private TestNode node;
  private DesktopContainer container;
  private DesktopFigures figures;
  private MemoryKills kills;
  private KernelLog log;

  @BeforeEach
  void runADesktop() throws Exception {
    node = new TestNode();
    Containers containers = node.containers();
    containers.prepare();
    container = containers.run(node.spec(DESKTOP, 1, "10.213.0.9"));
    RunningDesktops running = new RunningDesktops();
    running.put(DESKTOP, new RunningDesktops.Running(1, container.address(), container.id()));
    kills = new MemoryKills(node.cgroupParent(), System::currentTimeMillis);
    log = KernelLog.follow(KERNEL_LOG, Path.of("/proc/uptime"), kills);
    figures =
        new DesktopFigures(
            node.groups(),
            kills,
            new DesktopPrograms(Path.of("/proc"), System::currentTimeMillis),
            running,
            _ -> 0,
            _ -> null,
            _ -> null,
            System::nanoTime);
  }

  @AfterEach
  void removeIt() throws Exception {
    log.close();
    node.close();
  }

  private DesktopMetrics told() {
    return figures.read(new Room(0, 1)).getFirst();
  }

  private RunCounts counts() {
    return requireNonNull(told().counts());
  }

  private String inside(String script) throws Exception {
    return node.in(container).call("sh", "-c", script);
  }

  /** A busy machine gives less, never more: what was used is compared, not how long it took. */
  @Test
  void tellsTheProcessorTimeThatWasUsedAndHoldsItBelowItsLimit() throws Exception {
    double before = requireNonNull(counts().cpuSeconds());
    long began = System.nanoTime();
    String ticks =
        inside(
            "t=0; while [ $t -lt 200 ]; do i=0; while [ $i -lt 5000 ]; do i=$((i+1)); done;"
                + " read -r a b c d e f g h j k l m n u s r < /proc/$$/stat; t=$((u+s)); done;"
                + " echo $t");
    double told = requireNonNull(counts().cpuSeconds()) - before;
    double elapsed = (System.nanoTime() - began) / 1e9;
    double inside = Long.parseLong(ticks.strip()) / TICKS;
    assertThat(told).isCloseTo(inside, withPercentage(10));
    assertThat(told).isLessThan(0.5 * elapsed * 1.1);
  }

  @Test
  void tellsWhatTheMemoryLimitEnded() throws Exception {
    assertThat(counts().memoryKills()).isZero();
    assertThat(inside("dd if=/dev/zero of=/dev/null bs=300M count=1 2>/dev/null; echo $?").strip())
        .isEqualTo("137");
    Await.until("the kill", () -> told().counts() != null && !kills.told().isEmpty());
    MemoryKill kill = kills.told().getFirst();
    assertThat(counts().memoryKills()).isEqualTo(1);
    assertThat(counts().memoryLimitBytes()).isEqualTo(128L * MIB);
    assertThat(kill.desktop()).isEqualTo("d1");
    assertThat(kill.processes()).isEqualTo(1);
    assertThat(kill.atMillis()).isCloseTo(System.currentTimeMillis(), within(600_000L));
    if (Files.isReadable(KERNEL_LOG)) {
      assertThat(kill.program()).isEqualTo("dd");
      assertThat(requireNonNull(kill.bytes())).isBetween(64L * MIB, 141L * MIB);
    }
    assertThat(counts().memoryKills()).isEqualTo(1);
    assertThat(kills.told()).hasSize(1);
  }

  @Test
  void tellsThatNoTaskMoreIsLet() throws Exception {
    String refused =
        inside(
            "(i=0; while [ $i -lt 300 ]; do sleep 300 >/dev/null 2>&1 & i=$((i+1)); done) 2>&1"
                + " | head -n 1");
    assertThat(refused).contains("fork");
    DesktopMetrics full = told();
    RunCounts counts = requireNonNull(full.counts());
    assertThat(counts.tasksLimit()).isEqualTo(100);
    assertThat(requireNonNull(counts.tasks())).isBetween(95L, 100L);
    assertThat(full.shortages())
        .extracting(Shortage::what, Shortage::percent)
        .contains(tuple(Shortage.TASKS, Shortage.NEARLY_ALL));
  }

  @Test
  void tellsWhatWasWritten() throws Exception {
    var _ = counts();
    var _ = inside("dd if=/dev/zero of=/root/first bs=1M count=1 conv=fsync 2>/dev/null");
    long before = requireNonNull(counts().io()).writtenBytes();
    var _ = inside("dd if=/dev/zero of=/root/written bs=1M count=32 conv=fsync 2>/dev/null");
    long told = requireNonNull(counts().io()).writtenBytes() - before;
    assertThat(told).isCloseTo(32L * MIB, withPercentage(10));
  }
}
