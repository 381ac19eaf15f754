package io.labvm.node.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.node.gpu.GpuSample;
import io.labvm.node.oom.MemoryKills;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.nodechannel.NodeMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFiguresTest {
  @TempDir Path directory;

  @Test
  void dividesASharedMachine() throws IOException {
    NodeMetrics alone = figures(1).read();
    NodeMetrics shared = figures(2).read();
    assertThat(shared.cpus()).isEqualTo(alone.cpus() / 2);
    assertThat(shared.memoryTotalBytes()).isEqualTo(alone.memoryTotalBytes() / 2);
    assertThat(alone.cpuLoad()).isBetween(0.0, 1.0);
    assertThat(alone.diskFreeBytes()).isPositive().isLessThan(alone.diskTotalBytes());
    assertThat(alone.engineVersion()).isEqualTo("20.10.24");
    assertThat(alone.kernel()).isNotEmpty();
    assertThat(alone.leftBehind()).hasSize(1);
    assertThat(alone.readingPort()).isEqualTo(7444);
    assertThat(alone.gpuProblem()).isEqualTo("the driver hangs");
  }

  @Test
  void keepsTheNewestForOthers() throws IOException {
    NodeFigures figures = figures(1);
    assertThat(figures.newest()).isEmpty();
    NodeMetrics read = figures.read();
    var newest = figures.newest().orElseThrow();
    assertThat(newest.told()).isEqualTo(read);
    assertThat(newest.machine().processors()).hasSize((int) read.cpus());
    assertThat(newest.machine().processors().getFirst()).containsKeys("user", "system", "idle");
    assertThat(newest.machine().loads()).hasSize(3);
  }

  private NodeFigures figures(int share) {
    return new NodeFigures(
        share,
        directory,
        "lvdesk",
        new NodeFigures.DesktopUse(
            new ControlGroups(directory, "/lv", directory),
            new MemoryKills("/lv", () -> 0),
            new RunningDesktops(),
            _ -> 0,
            _ -> null,
            _ -> null),
        new NodeFigures.Told(
            () -> "20.10.24",
            java.util.List::of,
            () -> new GpuSample(java.util.List.of(), "the driver hangs"),
            () -> new NodeMetrics.GpuGiving(NodeMetrics.GpuGiving.CDI, null),
            () -> java.util.List.of(new NodeMetrics.LeftMetrics("d1", "u1.1", 1, 2, 3, 4, true)),
            7444));
  }

  @Test
  void signOfLifeIsAlwaysNew() throws IOException {
    SignOfLife life = new SignOfLife(directory.resolve("run"));
    life.give();
    Path file = directory.resolve("run/agent-alive");
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    life.give();
    assertThat(Files.getLastModifiedTime(file).toMillis()).isPositive();
  }
}
