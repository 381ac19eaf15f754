package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The machine goes down and comes up; a second home lives beside the first. */
@ExtendWith(LabExtension.class)
class LifecycleE2E {
  @Test
  void downAndUpLoseNothing(Lab lab) throws Exception {
    Member running = lab.register(null);
    Member stopped = lab.register(null);
    running.shell().sh("echo kept > /kept");
    stopped.does("stop");
    var address = running.show().path("addresses").path("vnc").asString();
    lab.down();
    lab.down();
    assertThat(Commands.run(Duration.ofSeconds(10), "ip", "netns").output())
        .doesNotContain(DesktopShell.hash(lab.home()));
    assertThat(Commands.run(Duration.ofSeconds(10), "iptables-save").output())
        .doesNotContain(DesktopShell.hash(lab.home()));
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .doesNotContain(lab.home().toString());
    assertThat(Path.of("/run/labvm-" + DesktopShell.hash(lab.home()))).doesNotExist();
    lab.up();
    Wait.untilTrue(
        "the running desktop to run again",
        Duration.ofSeconds(90),
        () -> running.show().path("state").asString().equals("running"));
    assertThat(running.show().path("addresses").path("vnc").asString()).isEqualTo(address);
    try (var viewer = running.awaitViewer()) {
      viewer.update(false);
    }
    assertThat(running.shell().sh("cat /kept")).isEqualTo("kept");
    assertThat(stopped.show().path("state").asString()).isEqualTo("stopped");
    running.does("delete");
    stopped.does("delete");
  }

  @Test
  void secondUpIsANoOpThatPrintsTheSame(Lab lab) {
    long pid = lab.pid("portal");
    lab.up();
    assertThat(lab.pid("portal")).isEqualTo(pid);
  }

  @Test
  void secondHomeLivesBesideTheFirst(Lab lab) throws Exception {
    Member here = lab.register(null);
    try (Lab other = Lab.start("tiny")) {
      assertThat(other.portal()).isNotEqualTo(lab.portal());
      Member there = other.register(null);
      try (var viewer = there.awaitViewer()) {
        viewer.update(false);
      }
      there.does("stop");
    }
    try (var viewer = here.awaitViewer()) {
      viewer.update(false);
    }
    here.does("delete");
  }
}
