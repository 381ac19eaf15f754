package io.labvm.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.container.Containers.Answer;
import io.labvm.node.container.FakeContainers;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.node.rundir.RunDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of what desktops answer; the container test asks real ones. */
class GpuProbeTest {
  private static final DesktopId DESKTOP = new DesktopId("d1");
  private static final String NVML = "Failed to initialize NVML: Unknown Error";

  @TempDir Path run;
  private final FakeContainers containers = new FakeContainers();
  private final RunningDesktops running = new RunningDesktops();
  private final AtomicLong clock = new AtomicLong();
  private RunDirectories directories;
  private GpuProbe probe;

  @BeforeEach
  void runOneWithGpus() throws IOException {
    directories = new RunDirectories(run);
    Files.createDirectories(directories.of(DESKTOP));
    directories.writeGpuFiles(DESKTOP, List.of("/dev/nvidia0"));
    start(1);
    probe = new GpuProbe(containers, running, directories, clock::get);
  }

  private void start(long epoch) {
    var container = containers.run(FakeContainers.spec(DESKTOP, epoch));
    running.put(DESKTOP, new RunningDesktops.Running(epoch, "10.0.0.2", container.id()));
  }

  @Test
  void tellsTheDriversWordsUntilItAnswersAgain() {
    containers.setAnswer(new Answer(255, "\n\u001b[31m" + NVML + "\u202e\nand more"));
    probe.run();
    assertThat(probe.problem(DESKTOP)).isEqualTo("?[31m" + NVML + "?");
    containers.setAnswer(new Answer(0, "GPU 0: fake"));
    probe.run();
    assertThat(probe.problem(DESKTOP)).isNull();
  }

  @Test
  void tellsWhatDoesNotAnswerAndWhatSaysNothing() {
    containers.setAnswer(new Answer(Answer.NONE, ""));
    probe.run();
    assertThat(probe.problem(DESKTOP)).contains("no answer");
    containers.setAnswer(new Answer(1, " \n"));
    probe.run();
    assertThat(probe.problem(DESKTOP)).as("not asked at once").contains("no answer");
    clock.addAndGet(Duration.ofSeconds(20).toNanos());
    probe.run();
    assertThat(probe.problem(DESKTOP)).isEqualTo("exit code 1");
    containers.setAnswer(new Answer(1, "x".repeat(4096)));
    probe.run();
    assertThat(probe.problem(DESKTOP)).hasSize(201);
  }

  @Test
  void keepsWhatWasKnownWhileNobodyCanBeAsked() {
    containers.setAnswer(new Answer(1, NVML));
    probe.run();
    containers.setAway(true);
    probe.run();
    assertThat(probe.problem(DESKTOP)).isEqualTo(NVML);
    running.remove(DESKTOP);
    assertThat(probe.problem(DESKTOP)).isNull();
  }

  @Test
  void asksLessAndLessOftenWhoeverDoesNotAnswerButANewContainerAtOnce() {
    containers.setAnswer(new Answer(Answer.NONE, ""));
    for (long pause : new long[] {20, 40, 80, 160, 320, 640, 1280, 1280}) {
      probe.run();
      containers.setAnswer(new Answer(0, ""));
      clock.addAndGet(Duration.ofSeconds(pause).toNanos() - 1);
      probe.run();
      assertThat(probe.problem(DESKTOP)).as(pause + " s").contains("no answer");
      containers.setAnswer(new Answer(Answer.NONE, ""));
      clock.incrementAndGet();
    }
    containers.setAnswer(new Answer(0, ""));
    start(2);
    probe.run();
    assertThat(probe.problem(DESKTOP)).isNull();
  }

  @Test
  void asksNoDesktopWithoutGpus() throws IOException {
    Files.delete(directories.of(DESKTOP).resolve("gpu-files"));
    containers.setAnswer(new Answer(1, NVML));
    probe.run();
    assertThat(probe.problem(DESKTOP)).isNull();
  }
}
