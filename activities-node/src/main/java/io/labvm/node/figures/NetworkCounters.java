package io.labvm.node.figures;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Bytes over the node's own interfaces, from the text of {@code /proc/net/dev}. That file is about
 * the network namespace of its reader, unlike {@code /sys/class/net}.
 *
 * @param received bytes since the interfaces came up
 * @param sent like received
 */
record NetworkCounters(long received, long sent) {
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final int RECEIVED = 0;
  private static final int SENT = 8;

  /** Leaves out loopback, the desktops' bridge and their ports, which would count twice. */
  static NetworkCounters parse(String text, Set<String> without) {
    long received = 0;
    long sent = 0;
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      if (name.isEmpty() || name.startsWith("veth") || without.contains(name)) {
        continue;
      }
      String[] fields = SPACES.split(line.substring(colon + 1).strip());
      received += Long.parseLong(fields[RECEIVED]);
      sent += Long.parseLong(fields[SENT]);
    }
    return new NetworkCounters(received, sent);
  }
}
