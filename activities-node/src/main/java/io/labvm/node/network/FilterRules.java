package io.labvm.node.network;

import java.util.ArrayList;
import java.util.List;

/** The text for iptables-restore: our own chains whole, so that applying them twice is once. */
final class FilterRules {
  static final String FORWARD = "LABVM-FORWARD";
  static final String INPUT = "LABVM-INPUT";
  static final String NAT = "LABVM-NAT";

  /** Link-local: where clouds keep the credentials of their machines. */
  private static final String LINK_LOCAL = "169.254.0.0/16";

  private static final String ANSWERS = "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT";

  private final NetworkSettings network;
  private final List<String> lines = new ArrayList<>();

  private FilterRules(NetworkSettings network) {
    this.network = network;
  }

  static String of(NetworkSettings network) {
    FilterRules rules = new FilterRules(network);
    rules.filter();
    rules.nat();
    return String.join("\n", rules.lines) + "\n";
  }

  private void filter() {
    lines.add("*filter");
    lines.add(":" + FORWARD + " - [0:0]");
    lines.add(":" + INPUT + " - [0:0]");
    forward();
    input();
    lines.add("COMMIT");
  }

  private void forward() {
    String from = "-A " + FORWARD + " -i " + network.bridge() + " ";
    lines.add(from + "-o " + network.bridge() + " -j DROP");
    lines.add(from + "! -s " + network.subnet() + " -j DROP");
    for (String server : network.nameservers()) {
      names(from + "-d " + server + " ");
    }
    lines.add(from + "-d " + LINK_LOCAL + " -j DROP");
    for (String denied : network.denied()) {
      lines.add(from + "-d " + denied + " -j DROP");
    }
    lines.add(from + "-j ACCEPT");
    lines.add("-A " + FORWARD + " -o " + network.bridge() + " " + ANSWERS);
    lines.add("-A " + FORWARD + " -o " + network.bridge() + " -j DROP");
  }

  /** The node itself connects to desktops (relay); they ask it for names at most. */
  private void input() {
    String from = "-A " + INPUT + " -i " + network.bridge() + " ";
    lines.add(from + ANSWERS);
    names(from + "-d " + network.gateway() + " ");
    lines.add(from + "-j DROP");
  }

  private void names(String match) {
    lines.add(match + "-p udp --dport 53 -j ACCEPT");
    lines.add(match + "-p tcp --dport 53 -j ACCEPT");
  }

  private void nat() {
    lines.add("*nat");
    lines.add(":" + NAT + " - [0:0]");
    lines.add(
        "-A %s -s %s ! -o %s -j MASQUERADE".formatted(NAT, network.subnet(), network.bridge()));
    lines.add("COMMIT");
  }
}
