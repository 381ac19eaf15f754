package io.labvm.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.node.process.Commands;
import io.labvm.node.process.SystemCommands;
import io.labvm.node.testkit.Await;
import io.labvm.node.testkit.TestNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a hostile root in a desktop reaches, tried from within its network namespace with every
 * privilege there (raw frames, other addresses), which is more than a member has.
 */
class DesktopNetworkContainerIT {
  private static final String FIRST = "10.213.0.9";
  private static final String SECOND = "10.213.0.10";
  private static final Commands HOST = new SystemCommands(Duration.ofSeconds(10));

  private static TestNode node;
  private static LinuxDesktopNetwork network;
  private static TestDesktops desktops;
  private final List<Process> servers = new ArrayList<>();

  @BeforeAll
  static void startTwoDesktops() throws Exception {
    node = new TestNode();
    network = new LinuxDesktopNetwork(node.network(), node.inside());
    desktops = new TestDesktops(node);
    network.apply();
    network.isolate(desktops.start("d1", FIRST), FIRST);
    network.isolate(desktops.start("d2", SECOND), SECOND);
    network.isolate(desktops.pid("d1"), FIRST);
    network.apply();
  }

  @AfterAll
  static void removeNode() throws IOException {
    node.close();
  }

  @AfterEach
  void stopServers() {
    servers.forEach(Process::destroyForcibly);
  }

  @Test
  void desktopReachesTheWorld() throws Exception {
    serve(true, "TCP-LISTEN:8080,fork,reuseaddr");
    Await.until("an answer", () -> reaches("d1", TestNode.WORLD_HOST, 8080));
  }

  @Test
  void desktopAsksForNamesAlsoInADeniedNetwork() throws Exception {
    serve(true, "TCP-LISTEN:53,fork,reuseaddr");
    Await.until("an answer", () -> reaches("d1", TestNode.DENIED_HOST, 53));
    serve(false, "TCP-LISTEN:53,fork,reuseaddr");
    Await.until("the node's answer", () -> reaches("d1", "10.213.0.1", 53));
  }

  /** By the engine's own name server in the desktop, which asks from within its namespace. */
  @Test
  void desktopResolvesNames() throws Exception {
    servers.add(
        node.startIn(
            true, "/usr/bin/python3", "src/test/resources/names.py", TestNode.DENIED_HOST));
    Await.until("an answer", () -> resolve("d1", "desktop.example").contains("192.0.2.7"));
  }

  private static String resolve(String desktop, String name) {
    try {
      return HOST.call(
          "nsenter",
          "--target",
          Long.toString(desktops.pid(desktop)),
          "--mount",
          "--net",
          "busybox",
          "nslookup",
          name);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void desktopReachesNothingElseThere() throws Exception {
    serve(true, "TCP-LISTEN:8081,fork,reuseaddr");
    serve(false, "TCP-LISTEN:8081,fork,reuseaddr");
    Await.until("the server", () -> answers(node.inside(), TestNode.DENIED_HOST, 8081));
    Await.until("the node's server", () -> answers(node.inside(), "10.213.0.1", 8081));
    assertThat(reaches("d1", TestNode.DENIED_HOST, 8081)).isFalse();
    assertThat(reaches("d1", "10.213.0.1", 8081)).isFalse();
    assertThat(reaches("d1", TestNode.NODE_ADDRESS, 8081)).isFalse();
  }

  @Test
  void worldReachesNoDesktop() throws Exception {
    servers.add(desktops.serve("d1", 8082));
    Await.until("the server", () -> answers(node.inside(), FIRST, 8082));
    node.world().call("ip", "route", "replace", "10.213.0.0/16", "via", TestNode.NODE_ADDRESS);
    assertThat(answers(node.world(), FIRST, 8082)).isFalse();
  }

  @Test
  void neighboursDoNotReachEachOther() throws Exception {
    servers.add(desktops.serve("d2", 8083));
    Await.until("the server", () -> answers(node.inside(), SECOND, 8083));
    assertThat(reaches("d1", SECOND, 8083)).isFalse();
    // with the neighbour's hardware address known, so that nothing waits for ARP
    desktops.call(
        "d1", "ip", "neigh", "replace", SECOND, "lladdr", "02:42:0a:d5:00:0a", "dev", "eth0");
    assertThat(reaches("d1", SECOND, 8083)).isFalse();
  }

  /** A member has CAP_NET_RAW, so could answer for a neighbour's address. */
  @Test
  void desktopCannotTakeANeighboursAddress() throws Exception {
    servers.add(desktops.serve("d2", 8084));
    Await.until("the server", () -> answers(node.inside(), SECOND, 8084));
    desktops.call("d1", "ip", "addr", "add", SECOND + "/16", "dev", "eth0");
    try {
      HOST.call(
          "nsenter",
          "--net=/proc/" + desktops.pid("d1") + "/ns/net",
          "ip",
          "neigh",
          "flush",
          "dev",
          "eth0");
      String ignored = quietly("d1", "arping", "-c", "2", "-U", "-I", "eth0", SECOND);
      assertThat(answers(node.inside(), SECOND, 8084)).isTrue();
      assertThat(node.inside().call("ip", "neigh", "show", SECOND))
          .contains("02:42:0a:d5:00:0a")
          .contains("PERMANENT");
    } finally {
      desktops.call("d1", "ip", "addr", "del", SECOND + "/16", "dev", "eth0");
    }
  }

  @Test
  void isolatingAnEndedProcessFails() {
    assertThatThrownBy(() -> network.isolate(4_000_000_000L, FIRST))
        .hasMessageContaining("isolating the port of " + FIRST);
  }

  @Test
  void applyingTwiceLeavesOneJump() throws IOException {
    network.apply();
    assertThat(node.inside().call("iptables", "-S", "FORWARD"))
        .containsOnlyOnce("-j LABVM-FORWARD");
    assertThat(node.inside().call("iptables", "-t", "nat", "-S", "POSTROUTING"))
        .containsOnlyOnce("-j LABVM-NAT");
    assertThat(node.inside().call("sysctl", "-n", "net.ipv4.ip_forward").strip()).isEqualTo("1");
  }

  private void serve(boolean world, String address) throws IOException {
    servers.add(node.startIn(world, "socat", address, "SYSTEM:echo here"));
  }

  private static boolean reaches(String desktop, String address, int port) throws IOException {
    return answers(desktops.inside(desktop), address, port);
  }

  private static boolean answers(Commands from, String address, int port) {
    try {
      return from.call(
              "socat",
              "-u",
              "-T2",
              "TCP:%s:%d,connect-timeout=2".formatted(address, port),
              "STDOUT")
          .contains("here");
    } catch (IOException e) {
      return false;
    }
  }

  private static String quietly(String desktop, String... command) {
    try {
      return desktops.inside(desktop).call(command);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
