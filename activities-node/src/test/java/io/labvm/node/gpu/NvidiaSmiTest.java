package io.labvm.node.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.node.process.Processes;
import io.labvm.node.process.SystemCommands;
import io.labvm.nodechannel.NodeMetrics.GpuMetrics;
import io.labvm.nodechannel.NodeMetrics.GpuProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of {@link #H200} are what driver 580.159 printed for the same options. */
class NvidiaSmiTest {
  private static final String H200 = "GPU-9a23dcdb-39aa-954d-4291-03e94429fdaa";
  private static final String TURING = "GPU-11111111-2222-3333-4444-555555555555";

  @TempDir private Path directory;

  private NvidiaSmi smi(String gpus, String processes) throws IOException {
    Path program = directory.resolve("nvidia-smi");
    Files.writeString(directory.resolve("gpus"), gpus);
    Files.writeString(directory.resolve("processes"), processes);
    return program(
        program, "case $1 in *query-gpu*) cat %1$s/gpus ;; *) cat %1$s/processes ;; esac");
  }

  private NvidiaSmi program(Path program, String script) throws IOException {
    Files.writeString(program, "#!/bin/sh\n" + script.formatted(directory) + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new NvidiaSmi(
        new SystemCommands(Duration.ofSeconds(20)),
        program.toString(),
        new Processes(directory, "/labvm/n1"));
  }

  private void process(long pid, String name, String group) throws IOException {
    Path proc = Files.createDirectories(directory.resolve(Long.toString(pid)));
    Files.writeString(proc.resolve("comm"), name + "\n");
    Files.writeString(proc.resolve("cgroup"), "12:freezer:/\n4:memory:" + group + "\n0::/\n");
  }

  @Test
  void readsADataCentreGpu() throws IOException {
    List<GpuMetrics> read =
        smi(H200 + ", NVIDIA H200, 100, 1039, 143771, 50, 508.45, 700.00, 1980, 0\n", "").read();
    assertThat(read)
        .containsExactly(
            new GpuMetrics(
                H200,
                "NVIDIA H200",
                1.0,
                1039L << 20,
                143771L << 20,
                50.0,
                508.45,
                700.0,
                1980L,
                0L,
                List.of()));
  }

  @Test
  void whatAGpuDoesNotHaveIsUnknown() throws IOException {
    String lines =
        TURING
            + ", NVIDIA GeForce RTX 2080 Ti, 3, 10, 11264, 38, [Not Supported], [N/A], 300, N/A\n"
            + H200
            + ", NVIDIA H200, [N/A], 10, 143771, [Unknown Error], [GPU requires reset], , 345, 7\n";
    List<GpuMetrics> read = smi(lines, "").read();
    assertThat(read.getFirst().powerWatts()).isNull();
    assertThat(read.getFirst().powerLimitWatts()).isNull();
    assertThat(read.getFirst().eccErrors()).isNull();
    assertThat(read.getLast().utilisation()).isNull();
    assertThat(read.getLast().temperature()).isNull();
    assertThat(read.getLast().powerWatts()).isNull();
    assertThat(read.getLast().eccErrors()).isEqualTo(7);
  }

  @Test
  void saysWhoComputes() throws IOException {
    process(437, "python3", "/labvm/n1/d-3f/12");
    process(700, "evil\u001b[31m", "/labvm/n1x/d-4a/1");
    process(701, "deep", "/labvm/n1/d-5b/2/inner");
    List<GpuMetrics> read =
        smi(
                H200 + ", NVIDIA H200, 100, 1039, 143771, 50, 508.45, 700.00, 1980, 0\n",
                "%1$s, 437, 1030\n%1$s, 700, [N/A]\n%1$s, 701, 4\nother, 9, 1\n%1$s, 9, 2\n"
                    .formatted(H200))
            .read();
    assertThat(read.getFirst().processes())
        .containsExactly(
            new GpuProcess(437, "python3", 1030L << 20, "d-3f"),
            new GpuProcess(701, "deep", 4L << 20, "d-5b"),
            new GpuProcess(9, "?", 2L << 20, null),
            new GpuProcess(700, "evil?[31m", null, null));
  }

  @Test
  void tellsNoMoreProcessesThanAReportHolds() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int pid = 1; pid <= 1000; pid++) {
      many.append(H200).append(", ").append(pid).append(", ").append(pid).append('\n');
    }
    List<GpuMetrics> read =
        smi(H200 + ", NVIDIA H200, 1, 1, 1, 1, 1, 1, 1, 0\n", many.toString()).read();
    assertThat(read.getFirst().processes()).hasSize(16);
    assertThat(read.getFirst().processes().getFirst().pid()).isEqualTo(1000);
  }

  @Test
  void failsInTheDriversWords() throws IOException {
    NvidiaSmi broken =
        program(
            directory.resolve("broken"),
            "echo 'Failed to initialize NVML: Driver/library version mismatch'; exit 18");
    assertThatThrownBy(broken::read).hasMessageContaining("Driver/library version mismatch");
  }
}
