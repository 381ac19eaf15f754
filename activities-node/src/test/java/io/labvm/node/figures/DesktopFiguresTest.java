package io.labvm.node.figures;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.figures.DesktopFigures.Room;
import io.labvm.node.oom.MemoryKills;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.nodechannel.NodeMetrics.DesktopMetrics;
import io.labvm.nodechannel.NodeMetrics.DiskUse;
import io.labvm.nodechannel.NodeMetrics.MemoryKill;
import io.labvm.nodechannel.NodeMetrics.RunCounts;
import io.labvm.nodechannel.NodeMetrics.RunningProgram;
import io.labvm.nodechannel.NodeMetrics.RunningPrograms;
import io.labvm.nodechannel.NodeMetrics.Shortage;
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
  private static final Room ROOM = new Room(1, 100);

  @TempDir Path groups;
  @TempDir Path proc;
  private final AtomicLong clock = new AtomicLong();
  private final RunningDesktops running = new RunningDesktops(clock::get);
  private final MemoryKills kills = new MemoryKills("/lv/n1", () -> 42);
  private DesktopFigures figures;

  @BeforeEach
  void runOne() {
    running.put(new DesktopId("d1"), new RunningDesktops.Running(3, "10.213.0.9", "c"));
    figures =
        new DesktopFigures(
            new ControlGroups(groups, "/lv/n1", groups),
            kills,
            new DesktopPrograms(proc, () -> 42),
            running,
            _ -> 2,
            _ -> 77L,
            _ -> "gone",
            clock::get);
  }

  @Test
  void readsSplitControlGroups() throws IOException {
    write("cpuacct/lv/n1/d1/3/cpuacct.usage", "1000\n");
    write("memory/lv/n1/d1/3/memory.usage_in_bytes", "4096\n");
    write("memory/lv/n1/d1/3/memory.stat", "cache 5\nshmem 1\ntotal_cache 5\ntotal_shmem 512\n");
    write("memory/lv/n1/d1/3/c/memory.limit_in_bytes", "8192\n");
    write(
        "memory/lv/n1/d1/3/c/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
    write("pids/lv/n1/d1/3/pids.current", "12\n");
    write("pids/lv/n1/d1/3/c/pids.max", "4096\n");
    write(
        "blkio/lv/n1/d1/3/blkio.throttle.io_service_bytes_recursive",
        "8:0 Read 100\n8:0 Write 20\n8:0 Total 120\n8:16 Read 1\nTotal 121\n");
    write(
        "blkio/lv/n1/d1/3/blkio.throttle.io_serviced_recursive",
        "8:0 Read 3\n8:0 Write 4\n8:0 Total 7\nTotal 7\n");
    assertThat(figures.read(ROOM))
        .containsExactly(
            one(
                0,
                4096,
                new RunCounts(1e-6, 8192L, 512L, 12L, 4096L, new DiskUse(101, 20, 3, 4), 2L, 77L)));
    clock.set(2000);
    write("cpuacct/lv/n1/d1/3/cpuacct.usage", "4000\n");
    assertThat(figures.read(ROOM).getFirst().cpu()).isEqualTo(1.5);
  }

  @Test
  void readsTheUnifiedHierarchy() throws IOException {
    write("lv/n1/d1/3/cpu.stat", "usage_usec 1\nuser_usec 1\n");
    write("lv/n1/d1/3/memory.current", "8192\n");
    write("lv/n1/d1/3/memory.stat", "anon 1\nshmem 256\nshmem_thp 0\n");
    write("lv/n1/d1/3/c/memory.max", "16384\n");
    write("lv/n1/d1/3/memory.events", "oom 2\noom_kill 1\noom_group_kill 0\n");
    write("lv/n1/d1/3/pids.current", "5\n");
    write("lv/n1/d1/3/c/pids.max", "max\n");
    write(
        "lv/n1/d1/3/io.stat",
        """
        8:0 rbytes=10 wbytes=20 rios=1 wios=2 dbytes=9 dios=9
        259:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0
        """);
    assertThat(figures.read(ROOM))
        .containsExactly(
            one(
                0,
                8192,
                new RunCounts(1e-6, 16384L, 256L, 5L, null, new DiskUse(11, 22, 4, 6), 1L, 77L)));
    clock.set(2000);
    write("lv/n1/d1/3/cpu.stat", "usage_usec 2\nuser_usec 1\n");
    assertThat(figures.read(ROOM).getFirst().cpu()).isEqualTo(0.5);
  }

  @Test
  void saysNothingOfAGroupThatIsGone() {
    assertThat(figures.read(ROOM))
        .containsExactly(one(0, 0, new RunCounts(null, null, null, null, null, null, null, 77L)));
    running.remove(new DesktopId("d1"));
    assertThat(figures.read(ROOM)).isEmpty();
  }

  @Test
  void tellsOfKillsThatTheKernelDidNotNameOneLookLater() throws IOException {
    write("lv/n1/d1/3/memory.events", "oom 2\noom_kill 2\n");
    var ignored = figures.read(ROOM);
    assertThat(kills.told()).isEmpty();
    ignored = figures.read(ROOM);
    ignored = figures.read(ROOM);
    assertThat(kills.told())
        .containsExactly(new MemoryKill("d1", 3, "count-2", 42, null, null, 2, true));
  }

  @Test
  void saysOfWhatLittleIsLeftWithoutTheCacheOfFiles() throws IOException {
    write("memory/lv/n1/d1/3/memory.usage_in_bytes", "900\n");
    write("memory/lv/n1/d1/3/memory.stat", "total_inactive_file 50\ntotal_active_file 49\n");
    write("memory/lv/n1/d1/3/c/memory.limit_in_bytes", "1000\n");
    write("pids/lv/n1/d1/3/pids.current", "98\n");
    write("pids/lv/n1/d1/3/c/pids.max", "100\n");
    assertThat(figures.read(new Room(79, 100)).getFirst().shortages())
        .containsExactly(
            new Shortage(Shortage.MEMORY, 801, 1000, 80),
            new Shortage(Shortage.TASKS, 98, 100, 95));
    write("memory/lv/n1/d1/3/memory.stat", "total_inactive_file 50\ntotal_active_file 90\n");
    write("pids/lv/n1/d1/3/pids.current", "1\n");
    assertThat(figures.read(new Room(97, 100)).getFirst().shortages())
        .containsExactly(
            new Shortage(Shortage.MEMORY, 760, 1000, 80), new Shortage(Shortage.DISK, 97, 100, 95));
  }

  @Test
  void saysHowLongAgoThereWasInput() {
    clock.set(Duration.ofMinutes(5).toNanos());
    assertThat(figures.read(ROOM).getFirst().inputMillisAgo()).isEqualTo(300_000);
    running.noteInput(new DesktopId("d1"));
    clock.set(Duration.ofMinutes(6).toNanos());
    assertThat(figures.read(ROOM).getFirst().inputMillisAgo()).isEqualTo(60_000);
  }

  @Test
  void saysNothingOfALimitThatIsNone() throws IOException {
    write("memory/lv/n1/d1/3/c/memory.limit_in_bytes", "9223372036854771712\n");
    assertThat(requireNonNull(figures.read(ROOM).getFirst().counts()).memoryLimitBytes()).isNull();
  }

  private DesktopMetrics one(double cpu, long memory, RunCounts counts) {
    return new DesktopMetrics(
        "d1", 3, cpu, memory, null, 2, counts, "gone", List.of(), clock.get() / 1_000_000);
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
    assertThat(figures.read(ROOM).getFirst().programs()).isNull();
    write("memory/lv/n1/d1/3/cgroup.procs", "");
    assertThat(figures.read(ROOM).getFirst().programs()).isNull();
  }

  private RunningPrograms programs() {
    return requireNonNull(figures.read(ROOM).getFirst().programs());
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
