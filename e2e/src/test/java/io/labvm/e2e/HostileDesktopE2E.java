package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A member who is root inside and attacks the node, the neighbours and the control plane. */
@ExtendWith(LabExtension.class)
class HostileDesktopE2E {
  @Test
  void socketReplacedBySymlinkLeadsNowhere(Lab lab, @TempDir Path trap) throws Exception {
    Member member = lab.register(null);
    Path bait = trap.resolve("bait.sock");
    try (var server =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      server.bind(java.net.UnixDomainSocketAddress.of(bait));
      server.configureBlocking(false);
      member
          .shell()
          .sh("rm -f /run/labvm/sock/vnc.sock && ln -s " + bait + " /run/labvm/sock/vnc.sock");
      assertThat(refused(member)).isTrue();
      assertThat(server.accept()).isNull();
    }
    member.does("delete");
  }

  @Test
  void filledRunDirectoryHurtsOnlyItself(Lab lab) throws Exception {
    Member hostile = lab.register(null);
    Member neighbour = lab.register(hostile.node());
    hostile
        .shell()
        .run(
            "for d in sock out; do dd if=/dev/zero of=/run/labvm/$d/fill bs=64k; i=0; while touch /run/labvm/$d/f$i 2>/dev/null && [ $i -lt 20000 ]; do i=$((i+1)); done; done");
    assertThat(Path.of("/run").toFile().getUsableSpace()).isGreaterThan(1 << 20);
    try (var viewer = neighbour.awaitViewer()) {
      viewer.update(false);
    }
    hostile.does("stop");
    hostile.does("start");
    hostile.does("delete");
    neighbour.does("delete");
  }

  @Test
  void inputDirectoryCannotBeWritten(Lab lab) {
    Member member = lab.register(null);
    assertThat(member.shell().run("echo x > /run/labvm/in/vnc-secret").exit()).isNotZero();
    assertThat(member.shell().run("mount -o remount,rw /run/labvm/in").exit()).isNotZero();
    member.does("delete");
  }

  @Test
  void neitherNeighbourNorNodeNorControlPlaneIsReached(Lab lab) {
    Member hostile = lab.register(null);
    Member neighbour = lab.register(hostile.node());
    String address =
        neighbour
            .shell()
            .docker(
                "inspect",
                "-f",
                "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                "labvm-" + neighbour.desktop())
            .orFail()
            .output()
            .strip();
    neighbour
        .shell()
        .docker(
            "exec",
            "-d",
            "labvm-" + neighbour.desktop(),
            "/bin/busybox",
            "nc",
            "-ll",
            "-p",
            "7777",
            "-e",
            "/bin/cat");
    for (String target : targets(lab, address)) {
      String[] hostPort = target.split(":");
      var result =
          hostile
              .shell()
              .run(
                  "echo | timeout 3 /bin/busybox nc -w 2 "
                      + hostPort[0]
                      + " "
                      + hostPort[1]
                      + " >/dev/null 2>&1");
      assertThat(result.exit()).as("reached " + target).isNotZero();
    }
    hostile.does("delete");
    neighbour.does("delete");
  }

  private static java.util.List<String> targets(Lab lab, String neighbour) {
    var list = new java.util.ArrayList<String>();
    list.add(neighbour + ":7777");
    list.add("10.213.0.1:22");
    list.add("10.213.0.1:7443");
    for (String line :
        Commands.run(Duration.ofSeconds(10), "ss", "-Hltn").orFail().output().split("\n")) {
      String[] fields = line.strip().split("\\s+");
      String local = fields.length > 3 ? fields[3] : "";
      String host = local.replaceAll(":\\d+$", "");
      if (host.startsWith("10.")) {
        list.add(local);
      }
    }
    for (String line :
        Commands.run(Duration.ofSeconds(10), "ip", "-4", "-o", "addr")
            .orFail()
            .output()
            .split("\n")) {
      String host = line.replaceAll(".*inet ([0-9.]+)/.*", "$1");
      list.add(host + ":" + lab.portal().getPort());
    }
    return list;
  }

  private static boolean refused(Member member) {
    try (var _ = member.viewer()) {
      return false;
    } catch (java.io.IOException e) {
      return true;
    }
  }
}
