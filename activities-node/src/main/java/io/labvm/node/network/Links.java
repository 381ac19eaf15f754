package io.labvm.node.network;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code ip -o link show} prints. */
final class Links {
  /** {@code 5: veth1a2b@if4: <…>}. */
  private static final Pattern LINE = Pattern.compile("(?m)^(\\d+): ([^:@\\s]+)(?:@(\\S+))?:");

  private static final Pattern PEER = Pattern.compile("if(\\d+)");

  private Links() {}

  /** Names by index. */
  static Map<Integer, String> byIndex(String text) {
    Map<Integer, String> names = new HashMap<>();
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      names.put(Integer.valueOf(line.group(1)), line.group(2));
    }
    return names;
  }

  /** Index of the other end of the one link shown, in its own namespace. */
  static int peerIndex(String text) throws IOException {
    Matcher line = LINE.matcher(text);
    if (line.find() && line.group(3) != null) {
      Matcher peer = PEER.matcher(line.group(3));
      if (peer.matches()) {
        return Integer.parseInt(peer.group(1));
      }
    }
    throw new IOException("not one end of a pair: " + text.strip());
  }
}
