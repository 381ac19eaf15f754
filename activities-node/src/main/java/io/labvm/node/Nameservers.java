package io.labvm.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whom desktops ask for names. */
final class Nameservers {
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
  private static final String KEY = "nameserver";

  private Nameservers() {}

  /** The configured ones, else the node's own. */
  static List<String> effective(List<String> configured) throws IOException {
    return configured.isEmpty() ? of(RESOLV_CONF) : configured;
  }

  /** IPv4 addresses in a resolv.conf that a desktop could reach; none when there is no file. */
  static List<String> of(Path resolvConf) throws IOException {
    if (!Files.exists(resolvConf)) {
      return List.of();
    }
    return Files.readString(resolvConf, StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(KEY + " ") || line.startsWith(KEY + "\t"))
        .map(line -> line.substring(KEY.length()).strip())
        .filter(Subnet::isAddress)
        .filter(address -> !address.startsWith("127."))
        .toList();
  }
}
