package io.labvm.launcher.home;

import io.labvm.launcher.shell.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The TCP ports of one home, fixed when it is made and kept in {@code config/ports.properties}.
 *
 * @param vncFirst first of {@code vncCount} ports for native viewers
 * @param sshFirst first of {@code sshCount} ports for SSH
 */
public record Ports(
    int portal,
    int nodeChannel,
    int controlChannel,
    int controlHealth,
    int temporal,
    int temporalUi,
    int postgres,
    int storeReading,
    int vncFirst,
    int vncCount,
    int sshFirst,
    int sshCount) {
  /** Of the relay, inside a node's own network namespace. */
  public static final int RELAY = 7443;

  /** The ports of a machine that has only labVm on it. */
  public static final Ports DEFAULT =
      new Ports(8123, 8124, 8125, 8126, 7233, 8233, 15432, 8127, 9001, 999, 10001, 999);

  private static final int SPAN = 300;
  private static final int LOWEST_FREE = 12000;
  private static final int HIGHEST_FREE = 30000;

  /** All ports in the 300 from a base on. */
  public static Ports from(int base) {
    if (base < 1024 || base + SPAN > 65536) {
      throw UserError.usage("--port-base must be between 1024 and " + (65536 - SPAN));
    }
    return new Ports(
        base,
        base + 1,
        base + 2,
        base + 3,
        base + 4,
        base + 5,
        base + 6,
        base + 7,
        base + 100,
        100,
        base + 200,
        100);
  }

  /** A base from which all 300 ports are free now. */
  public static Ports free() {
    int blocks = (HIGHEST_FREE - LOWEST_FREE) / SPAN;
    int first = ThreadLocalRandom.current().nextInt(blocks);
    for (int i = 0; i < blocks; i++) {
      int base = LOWEST_FREE + (first + i) % blocks * SPAN;
      if (allFree(base)) {
        return from(base);
      }
    }
    throw new UserError("No free ports", "no 300 in a row are free", "Use --port-base N");
  }

  private static boolean allFree(int base) {
    for (int port = base; port < base + SPAN; port++) {
      if (!isFree(Optional.empty(), port)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a listener could be opened; without an address on all of them. */
  public static boolean isFree(Optional<InetAddress> address, int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(
          address
              .map(a -> new InetSocketAddress(a, port))
              .orElseGet(() -> new InetSocketAddress(port)));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** The single ports by the name of who listens; the ranges are the gateway's. */
  public Map<String, Integer> byName() {
    var map = new LinkedHashMap<String, Integer>();
    map.put("portal", portal);
    map.put("nodeChannel", nodeChannel);
    map.put("controlChannel", controlChannel);
    map.put("controlHealth", controlHealth);
    map.put("temporal", temporal);
    map.put("temporalUi", temporalUi);
    map.put("postgres", postgres);
    map.put("storeReading", storeReading);
    return map;
  }

  /** The ports kept in a home, if it has any. */
  public static Optional<Ports> load(Home home) {
    var settings = new Settings(file(home));
    if (settings.get("portal").isEmpty()) {
      return Optional.empty();
    }
    List<Integer> n =
        KEYS.stream().map(k -> Integer.parseInt(settings.get(k).orElse("0"))).toList();
    // A home of an earlier release has none for reading the store; its block of ports has room.
    int reading =
        n.get(7) > 0 ? n.get(7) : n.get(0) == DEFAULT.portal ? DEFAULT.storeReading : n.get(0) + 7;
    return Optional.of(
        new Ports(
            n.get(0), n.get(1), n.get(2), n.get(3), n.get(4), n.get(5), n.get(6), reading, n.get(8),
            n.get(9), n.get(10), n.get(11)));
  }

  private static final List<String> KEYS =
      List.of(
          "portal",
          "nodeChannel",
          "controlChannel",
          "controlHealth",
          "temporal",
          "temporalUi",
          "postgres",
          "storeReading",
          "vnc.first",
          "vnc.count",
          "ssh.first",
          "ssh.count");

  /** Keeps them in the home. */
  public void save(Home home) {
    var settings = new Settings(file(home));
    byName().forEach((name, port) -> settings.set(name, Integer.toString(port)));
    settings
        .set("vnc.first", Integer.toString(vncFirst))
        .set("vnc.count", Integer.toString(vncCount))
        .set("ssh.first", Integer.toString(sshFirst))
        .set("ssh.count", Integer.toString(sshCount))
        .save();
  }

  /** The file, which also keeps the subnet. */
  public static Path file(Home home) {
    return home.config().resolve("ports.properties");
  }
}
