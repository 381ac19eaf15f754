package io.labvm.node.figures;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.nodechannel.NodeMetrics.DesktopMetrics;
import io.labvm.nodechannel.NodeMetrics.RunningProgram;
import io.labvm.nodechannel.NodeMetrics.RunningPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesktopFiguresTest {
  @TempDir Path groups;
  @TempDir Path proc;
  private final RunningDesktops running = new RunningDesktops();
  private final AtomicLong clock = new AtomicLong();
  private DesktopFigures figures;

  @BeforeEach
  void runOne() {
    running.put(new DesktopId("d1"), new RunningDesktops.Running(3, "10.213.0.9", "c"));
    figures =
        new DesktopFigures(
            new ControlGroups(groups, "/lv/n1"),
            new DesktopPrograms(proc, () -> 42),
            running,
            _ -> 2,
            clock::get);
  }

  @Test
  void readsBothVersionsOfControlGroups() throws IOException {
    write("cpuacct/lv/n1/d1/3/cpuacct.usage", "1000\n");
    write("memory/lv/n1/d1/3/memory.usage_in_bytes", "4096\n");
    assertThat(figures.read()).containsExactly(new DesktopMetrics("d1", 3, 0, 4096, null, 2));
    clock.set(2000);
    write("cpuacct/lv/n1/d1/3/cpuacct.usage", "4000\n");
    assertThat(figures.read()).containsExactly(new DesktopMetrics("d1", 3, 1.5, 4096, null, 2));
  }

  @Test
  void readsTheUnifiedHierarchy() throws IOException {
    write("lv/n1/d1/3/cpu.stat", "usage_usec 1\nuser_usec 1\n");
    write("lv/n1/d1/3/memory.current", "8192\n");
    var ignored = figures.read();
    clock.set(2000);
    write("lv/n1/d1/3/cpu.stat", "usage_usec 2\nuser_usec 1\n");
    assertThat(figures.read()).containsExactly(new DesktopMetrics("d1", 3, 0.5, 8192, null, 2));
  }

  @Test
  void countsAGroupThatIsGoneAsUnused() {
    assertThat(figures.read()).containsExactly(new DesktopMetrics("d1", 3, 0, 0, null, 2));
    running.remove(new DesktopId("d1"));
    assertThat(figures.read()).isEmpty();
  }

  @Test
  void namesWhatIsRunAndLeavesOutWhatMakesUpTheDesktop() throws IOException {
    Files.writeString(proc.resolve("stat"), "cpu 1 2\nbtime 1000\n");
    write("memory/lv/n1/d1/3/c0ffee/cgroup.procs", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    process(1, "tini", 100, "tini");
    process(2, "python3", 500, "python3\0/home/wang/train.py\0--token=secret");
    process(3, "python3", 400, "python3\0/srv/train.py");
    process(4, "bash", 300, "bash\0-c\0echo hidden");
    process(5, "evil) R 1 \u001b[31m", 600, "x");
    process(6, "Thunar", 200, "Thunar\0--daemon");
    process(7, "Thunar", 700, "Thunar\0/home/wang");
    process(8, "xfwm4", 200, "xfwm4");
    // 9 has ended since
    assertThat(programs())
        .isEqualTo(
            new RunningPrograms(
                List.of(
                    new RunningProgram("bash", 1, 1_003_000),
                    new RunningProgram("python3 train.py", 2, 1_004_000),
                    new RunningProgram("evil) R 1 ?[31m", 1, 1_006_000),
                    new RunningProgram("Thunar", 1, 1_007_000)),
                0,
                42));
    process(4, "make", 300, "make");
    assertThat(programs().named()).extracting(RunningProgram::name).contains("bash");
    clock.set(Duration.ofSeconds(10).toNanos());
    assertThat(programs().named()).extracting(RunningProgram::name).contains("make");
  }

  @Test
  void countsTheProgramsForWhichThereIsNoRoom() throws IOException {
    Files.writeString(proc.resolve("stat"), "btime 1000\n");
    var ids = new StringBuilder();
    for (int pid = 1; pid <= 30; pid++) {
      process(pid, "work" + pid, pid, "work");
      ids.append(pid).append('\n');
    }
    write("lv/n1/d1/3/cgroup.procs", ids.toString());
    assertThat(programs().named()).hasSize(12);
    assertThat(programs().others()).isEqualTo(18);
  }

  @Test
  void saysNothingOfProgramsThatCannotBeRead() throws IOException {
    Files.writeString(proc.resolve("stat"), "btime 1000\n");
    assertThat(figures.read().getFirst().programs()).isNull();
    write("memory/lv/n1/d1/3/cgroup.procs", "");
    assertThat(figures.read().getFirst().programs()).isNull();
  }

  private RunningPrograms programs() {
    return requireNonNull(figures.read().getFirst().programs());
  }

  private void process(int pid, String name, int tick, String command) throws IOException {
    Path directory = Files.createDirectories(proc.resolve(Integer.toString(pid)));
    String stat = "%d (%s) S 1%s %d 0\n".formatted(pid, name, " 0".repeat(17), tick);
    Files.writeString(directory.resolve("stat"), stat);
    Files.writeString(directory.resolve("cmdline"), command + "\0");
  }

  private void write(String name, String text) throws IOException {
    Path file = groups.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }
}
