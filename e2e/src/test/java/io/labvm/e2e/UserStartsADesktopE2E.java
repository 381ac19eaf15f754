package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job by the API and a native viewer. */
@ExtendWith(LabExtension.class)
class UserStartsADesktopE2E {
  @Test
  void registeredDesktopIsSeenAndKeepsItsFilesOverStopAndStart(Lab lab) throws Exception {
    Member member = lab.register(null);
    var before = member.show();
    // base tiny has no SSH server
    assertThat(before.path("addresses").path("ssh").isNull()).isTrue();
    try (var viewer = member.awaitViewer()) {
      viewer.awaitColours(2, Duration.ofSeconds(20));
    }
    member.shell().sh("echo kept > /at-the-root; echo kept >> /etc/motd; mkdir -p /opt/a/b");
    member.does("stop");
    assertThat(member.show().path("state").asString()).isEqualTo("stopped");
    member.does("start");
    var after = member.show();
    assertThat(after.path("addresses")).isEqualTo(before.path("addresses"));
    assertThat(after.path("node")).isEqualTo(before.path("node"));
    assertThat(member.shell().sh("cat /at-the-root; tail -n 1 /etc/motd; ls -d /opt/a/b"))
        .isEqualTo("kept\nkept\n/opt/a/b");
    try (var viewer = member.awaitViewer()) {
      viewer.awaitColours(2, Duration.ofSeconds(20));
    }
    member.does("delete");
    assertThat(member.api().get("/api/v1/desktops/" + member.desktop()).status()).isEqualTo(404);
  }

  @Test
  void rootIsTheOverlay(Lab lab) {
    Member member = lab.register(null);
    assertThat(member.shell().sh("grep ' / ' /proc/mounts | cut -d' ' -f3")).isEqualTo("overlay");
    member.does("delete");
  }

  @Test
  void sessionRestartKeepsProcessesOutsideIt(Lab lab) {
    Member member = lab.register(null);
    var shell = member.shell();
    shell.docker("exec", "-d", "labvm-" + member.desktop(), "/bin/bash", "-c", "exec sleep 3141");
    member.does("restart-session");
    Wait.untilTrue(
        "the viewer to get through again",
        Duration.ofSeconds(30),
        () -> {
          try (var viewer = member.viewer()) {
            viewer.update(false);
            return true;
          } catch (java.io.IOException e) {
            return false;
          }
        });
    assertThat(shell.sh("pgrep -f 'sleep 3141' | head -n 1")).isNotEmpty();
    member.does("delete");
  }

  @Test
  void rotatedSecretCountsAtOnce(Lab lab) throws Exception {
    Member member = lab.register(null);
    String old = member.secret();
    member.does("rotate-secret");
    assertThat(member.secret()).isNotEqualTo(old).hasSize(8);
    try (var viewer = member.awaitViewer()) {
      viewer.update(false);
    }
    member.does("delete");
  }
}
