package io.labvm.guard;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/**
 * The guard's configuration, one properties file.
 *
 * @param node must be the one of the identity
 * @param channels servers of the node channel, tried in turn
 * @param identity directory of the node's key
 * @param stateDir holds {@code desktops/<desktop>/owner.json}
 * @param runDir on tmpfs, holds {@code agent-alive} and {@code guard/}
 * @param storePath the store's root
 * @param cgroupParent parent of every desktop's control group, below each hierarchy's root
 * @param beacon how often to send
 * @param cgroupRoot where the control group file systems are mounted
 */
record GuardConfig(
    String node,
    List<URI> channels,
    Path identity,
    Path stateDir,
    Path runDir,
    Path storePath,
    String cgroupParent,
    Duration beacon,
    Path cgroupRoot) {
  private static final List<String> NEEDED =
      List.of("node", "channels", "identity", "stateDir", "runDir", "storePath", "cgroupParent");
  private static final List<String> OPTIONAL = List.of("beaconMillis", "cgroupRoot");

  static GuardConfig load(Path file) throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return of(properties);
  }

  /**
   * Reads the keys.
   *
   * @throws IllegalArgumentException naming everything that is wrong at once
   */
  static GuardConfig of(Properties properties) {
    check(properties);
    return new GuardConfig(
        properties.getProperty("node"),
        Arrays.stream(properties.getProperty("channels").split(",", -1))
            .map(url -> URI.create(url.strip()))
            .toList(),
        Path.of(properties.getProperty("identity")),
        Path.of(properties.getProperty("stateDir")),
        Path.of(properties.getProperty("runDir")),
        Path.of(properties.getProperty("storePath")),
        relative(properties.getProperty("cgroupParent")),
        Duration.ofMillis(Long.parseLong(properties.getProperty("beaconMillis", "2000"))),
        Path.of(properties.getProperty("cgroupRoot", "/sys/fs/cgroup")));
  }

  private static void check(Properties properties) {
    var problems = new ArrayList<String>();
    for (var key : NEEDED) {
      if (properties.getProperty(key, "").isBlank()) {
        problems.add(key + " is missing");
      }
    }
    var unknown = new TreeSet<>(properties.stringPropertyNames());
    unknown.removeAll(NEEDED);
    unknown.removeAll(OPTIONAL);
    unknown.forEach(key -> problems.add(key + " is not a key of the guard"));
    if (!properties.getProperty("beaconMillis", "2000").matches("[1-9][0-9]{1,5}")) {
      problems.add("beaconMillis must be 10 to 999999");
    }
    // An empty or climbing parent would make every process of the machine a desktop's.
    if (!relative(properties.getProperty("cgroupParent", "x"))
        .matches("[A-Za-z0-9._-]*[A-Za-z0-9]")) {
      problems.add("cgroupParent must be one name");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  private static String relative(String parent) {
    return parent.startsWith("/") ? parent.substring(1) : parent;
  }
}
