package io.labvm.node.network;

import io.labvm.contract.failure.FailureCode;
import io.labvm.node.container.HardwareAddress;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.process.Commands;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link DesktopNetwork} by iptables, ebtables and the bridge itself.
 *
 * <p>Neighbours are kept apart twice: a rule of the bridge that forwards nothing between ports, in
 * place before the first desktop starts; and isolated ports, for systems without ebtables. A port
 * learns no addresses and gets only frames for its own, so that no desktop can draw another's
 * traffic to itself.
 */
public final class LinuxDesktopNetwork implements DesktopNetwork {
  private static final Logger log = LoggerFactory.getLogger(LinuxDesktopNetwork.class);

  private final NetworkSettings network;
  private final Commands commands;
  private final AtomicBoolean told = new AtomicBoolean();

  public LinuxDesktopNetwork(NetworkSettings network, Commands commands) {
    this.network = network;
    this.commands = commands;
  }

  @Override
  public synchronized void apply() {
    attempt(
        "setting up the desktops' network",
        () -> {
          // The filter stands before anything is forwarded.
          commands.run(FilterRules.of(network), "iptables-restore", "--wait", "5", "--noflush");
          jump("filter", "FORWARD", FilterRules.FORWARD);
          jump("filter", "INPUT", FilterRules.INPUT);
          jump("nat", "POSTROUTING", FilterRules.NAT);
          separateNeighbours();
          commands.call("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
          // Desktops have no IPv6; the bridge's own link-local address would answer them.
          commands.call(
              "sysctl", "-q", "-e", "-w", "net.ipv6.conf." + network.bridge() + ".disable_ipv6=1");
        });
  }

  private void jump(String table, String from, String to) throws IOException {
    try {
      commands.call("iptables", "--wait", "5", "-t", table, "-C", from, "-j", to);
    } catch (IOException e) {
      commands.call("iptables", "--wait", "5", "-t", table, "-I", from, "1", "-j", to);
    }
  }

  private void separateNeighbours() {
    try {
      String rules = commands.call("ebtables-nft", "-t", "filter", "-L", "FORWARD");
      if (!rules.contains("--logical-in " + network.bridge() + " -j DROP")) {
        commands.call(
            "ebtables-nft",
            "-t",
            "filter",
            "-A",
            "FORWARD",
            "--logical-in",
            network.bridge(),
            "-j",
            "DROP");
      }
    } catch (IOException e) {
      if (told.compareAndSet(false, true)) {
        log.warn(
            "no ebtables here: desktops are kept apart by isolated ports alone, from a moment after"
                + " their start on ({})",
            e.getMessage());
      }
    }
  }

  @Override
  public void isolate(long pid, String address) {
    attempt(
        "isolating the port of " + address,
        () -> {
          String inside =
              commands.call(
                  "nsenter",
                  "--net=/proc/" + pid + "/ns/net",
                  "ip",
                  "-o",
                  "link",
                  "show",
                  "dev",
                  "eth0");
          Map<Integer, String> ports =
              Links.byIndex(commands.call("ip", "-o", "link", "show", "master", network.bridge()));
          String own = ports.get(Links.peerIndex(inside));
          if (own == null) {
            throw new IOException("no port of " + network.bridge() + " belongs to process " + pid);
          }
          hold(own, address);
        });
  }

  private void hold(String port, String address) throws IOException {
    String hardware = HardwareAddress.of(address);
    commands.run(
        """
        link set dev %1$s isolated on learning off flood off mcast_flood off
        fdb replace %2$s dev %1$s master static
        """
            .formatted(port, hardware),
        "bridge",
        "-batch",
        "-");
    commands.call(
        "ip",
        "neigh",
        "replace",
        address,
        "lladdr",
        hardware,
        "dev",
        network.bridge(),
        "nud",
        "permanent");
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void attempt(String what, Work work) {
    try {
      work.run();
    } catch (IOException e) {
      throw new NodeFailure(FailureCode.CONTAINER_FAILED, what + ": " + e.getMessage(), e);
    }
  }
}
