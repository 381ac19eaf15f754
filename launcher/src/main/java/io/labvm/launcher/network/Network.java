package io.labvm.launcher.network;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.home.StoreKind;
import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Bridge of one home and the namespaces of its nodes and its MooseFS. Everything is repeatable in
 * both directions.
 */
public final class Network {
  private final Laboratory lab;
  private final String bridge;

  public Network(Laboratory lab) {
    this.lab = lab;
    this.bridge = bridge(lab.home());
  }

  static String bridge(Home home) {
    return "lv" + home.hash();
  }

  /** A subnet that no address or route of this machine touches, stable for a home if it can be. */
  public static String freeSubnet(Home home) {
    String taken =
        Program.of("ip", "-4", "-o", "addr").run().output()
            + Program.of("ip", "-4", "route", "show", "table", "all").run().output();
    int seed = Integer.parseInt(home.hash(), 16);
    for (int i = 0; i < 4096; i++) {
      int second = 64 + Math.floorMod(seed / 256 + i, 128);
      int third = Math.floorMod(seed + i * 7, 256);
      String subnet = "10." + second + "." + third;
      if (!taken.contains(subnet + ".")) {
        return subnet;
      }
    }
    throw new UserError("No free network for the nodes", "all of 10.64-191.x are taken", "");
  }

  /** Makes what is missing. */
  public void up() {
    if (!exists("/sys/class/net/" + bridge)) {
      ip("link", "add", bridge, "type", "bridge");
    }
    ip("addr", "replace", lab.bridgeAddress() + "/24", "dev", bridge);
    // desktops must not find the host by its link-local address
    write("/proc/sys/net/ipv6/conf/" + bridge + "/disable_ipv6", "1");
    // lets the packet filter lead nodes to Temporal on loopback, and only there
    write("/proc/sys/net/ipv4/conf/" + bridge + "/route_localnet", "1");
    ip("link", "set", bridge, "up");
    for (int i = 0; i < lab.nodes().size(); i++) {
      node(lab.nodes().get(i), bridge + "v" + (i + 1));
    }
    if (lab.storeKind() == StoreKind.MOOSEFS) {
      namespace(lab.mooseFsNamespace(), bridge + "v0", lab.mooseFsAddress());
    }
    new PacketFilter(lab, bridge).up();
  }

  private void node(String node, String link) {
    namespace(lab.namespace(node), link, lab.address(node));
  }

  private void namespace(String namespace, String link, String address) {
    if (!exists("/run/netns/" + namespace)) {
      ip("netns", "add", namespace);
    }
    if (!exists("/sys/class/net/" + link)) {
      ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    }
    ip("link", "set", link, "master", bridge, "up");
    inside(namespace, "ip link set lo up");
    inside(namespace, "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6 || true");
    inside(namespace, "echo 1 > /proc/sys/net/ipv4/ip_forward");
    inside(namespace, "ip addr replace " + address + "/24 dev eth0");
    inside(namespace, "ip link set eth0 up");
    inside(namespace, "ip route replace default via " + lab.bridgeAddress());
  }

  /** Removes everything that carries the home's hash, also what a crash has left. */
  public static void down(Home home) {
    String bridge = bridge(home);
    for (String line : Program.of("ip", "netns", "list").run().output().lines().toList()) {
      String name = line.split(" ")[0];
      if (name.startsWith(bridge + "-")) {
        Program.of("ip", "netns", "del", name).run();
      }
    }
    for (Path link : io.labvm.launcher.shell.Disk.list(Path.of("/sys/class/net"))) {
      String name = link.getFileName().toString();
      if (name.startsWith(bridge)) {
        Program.of("ip", "link", "del", name).run();
      }
    }
    PacketFilter.down(home.hash());
  }

  private static void inside(String namespace, String script) {
    Program.of("nsenter", "--net=/run/netns/" + namespace, "sh", "-c", script)
        .run()
        .orFail("Cannot set up the network of a node (" + script + ")", "");
  }

  private static void ip(String... arguments) {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Program.of(command).run().orFail("Cannot do " + String.join(" ", command), "");
  }

  private static boolean exists(String path) {
    return Files.exists(Path.of(path));
  }

  private static void write(String file, String text) {
    Sysctls.write(Path.of(file), text);
  }
}
