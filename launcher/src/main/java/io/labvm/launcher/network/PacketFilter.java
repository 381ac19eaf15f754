package io.labvm.launcher.network;

import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.shell.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What may pass between nodes, this host and the world. Our own chains only, hung in front of
 * whatever stands there.
 */
final class PacketFilter {
  private static final String OTHER_USERS = "-m conntrack --ctstate NEW -m owner ! --uid-owner 0 ";

  private final String hash;
  private final String bridge;
  private final String network;
  private final String host;
  private final String store;
  private final String channels;
  private final int temporal;

  PacketFilter(Laboratory lab, String bridge) {
    this.hash = lab.home().hash();
    this.bridge = bridge;
    this.network = lab.subnet() + ".0/24";
    this.host = lab.bridgeAddress();
    this.store = lab.mooseFsAddress();
    this.channels = lab.ports().nodeChannel() + "," + lab.ports().controlChannel();
    this.temporal = lab.ports().temporal();
  }

  /** A chain of ours and where it hangs. */
  private record Chain(String table, String name, String parent) {
    static List<Chain> of(String hash) {
      return List.of(
          new Chain("filter", "LABVM-" + hash, "INPUT"),
          new Chain("filter", "LABVM-" + hash + "-F", "FORWARD"),
          new Chain("filter", "LABVM-" + hash + "-O", "OUTPUT"),
          new Chain("mangle", "LABVM-" + hash + "-M", "FORWARD"),
          new Chain("nat", "LABVM-" + hash + "-P", "PREROUTING"),
          new Chain("nat", "LABVM-" + hash + "-N", "POSTROUTING"));
    }
  }

  void up() {
    for (Chain chain : Chain.of(hash)) {
      // one transaction per table: there is no moment without the rules
      if (!iptables(chain, "-n -L " + chain.name).ok()) {
        must(chain, "-N " + chain.name);
      }
      must(chain, "-F " + chain.name);
      for (String rule : rules(chain)) {
        must(chain, "-A " + chain.name + " " + rule);
      }
      if (!iptables(chain, "-C " + chain.parent + " -j " + chain.name).ok()) {
        must(chain, "-I " + chain.parent + " 1 -j " + chain.name);
      }
    }
  }

  private List<String> rules(Chain chain) {
    String from = "-i " + bridge + " ";
    // where bridged packets are filtered, too
    String toStore = from + "-o " + bridge + " -d " + store + " ";
    return switch (chain.parent + "/" + chain.table) {
      case "INPUT/filter" ->
          List.of(
              from + "-d " + host + " -p tcp -m multiport --dports " + channels + " -j ACCEPT",
              from + "-d 127.0.0.1 -m conntrack --ctstate DNAT -j ACCEPT",
              from + "-p udp --dport 53 -j ACCEPT",
              from + "-p tcp --dport 53 -j ACCEPT",
              from + "-m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT",
              from + "-j REJECT",
              "! -i lo -d " + host + " -j REJECT");
      case "FORWARD/filter" ->
          List.of(
              toStore + "-j ACCEPT",
              from + "! -o " + bridge + " -j ACCEPT",
              "-o " + bridge + " -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT");
      // before any chain that might accept it: nobody outside begins a connection to a node
      case "FORWARD/mangle" ->
          List.of(
              toStore + "-j ACCEPT",
              "-o " + bridge + " -m conntrack --ctstate NEW,INVALID -j DROP");
      // Temporal trusts whoever reaches it: no other local user may
      case "OUTPUT/filter" ->
          List.of(
              OTHER_USERS + "-d " + network + " -j REJECT",
              OTHER_USERS + "-d 127.0.0.1 -p tcp --dport " + temporal + " -j REJECT");
      // the server finds its own parts on loopback only, so nodes are led there
      case "PREROUTING/nat" ->
          List.of(
              from
                  + ("-d " + host + " -p tcp --dport " + temporal)
                  + (" -j DNAT --to-destination 127.0.0.1:" + temporal));
      default -> List.of("-s " + network + " ! -o " + bridge + " -j MASQUERADE");
    };
  }

  static void down(String hash) {
    for (Chain chain : Chain.of(hash)) {
      while (iptables(chain, "-D " + chain.parent + " -j " + chain.name).ok()) {
        // a start that was killed may have hung it twice
      }
      iptables(chain, "-F " + chain.name);
      iptables(chain, "-X " + chain.name);
    }
  }

  private static void must(Chain chain, String arguments) {
    iptables(chain, arguments).orFail("Cannot set up the packet filter (" + arguments + ")", "");
  }

  private static Program.Outcome iptables(Chain chain, String arguments) {
    var command = new ArrayList<>(List.of("iptables", "-w", "-t", chain.table));
    command.addAll(Arrays.asList(arguments.split(" ", -1)));
    return Program.of(command).run();
  }
}
