package io.labvm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The power of one node: its agent, guard, engine, containers and mounts go at once.
 *
 * <p>What the supervisor would start again stands still while the power is off, and is killed when
 * it comes back.
 */
final class Power {
  private static final List<String> SUPERVISED = List.of("guard", "agent", "dockerd");

  private final Lab lab;
  private final String node;
  private final List<Long> supervised;

  private Power(Lab lab, String node) {
    this.lab = lab;
    this.node = node;
    this.supervised =
        SUPERVISED.stream().map(part -> lab.pid("node-" + node + "-" + part)).toList();
  }

  static Power cut(Lab lab, String node) {
    Power power = new Power(lab, node);
    power.signal("-STOP", power.supervised);
    String network = power.network(power.supervised.getFirst());
    String groups = "labvm-" + DesktopShell.hash(lab.home()) + "-" + node;
    power.signal(
        "-KILL",
        processes(
            pid ->
                !power.supervised.contains(pid)
                    && (power.network(pid).equals(network)
                        || read(pid, "cgroup").contains(groups))));
    power.unmount();
    return power;
  }

  /** As at a boot: all of it starts anew. */
  void comeBack() {
    signal("-KILL", supervised);
    Wait.untilTrue(
        "the processes of " + node,
        Duration.ofSeconds(90),
        () ->
            SUPERVISED.stream()
                .map(part -> lab.pid("node-" + node + "-" + part))
                .allMatch(pid -> pid > 0 && !supervised.contains(pid)));
  }

  private void signal(String signal, List<Long> pids) {
    for (long pid : pids) {
      var ignored = Commands.run(Duration.ofSeconds(10), "kill", signal, Long.toString(pid));
    }
  }

  private void unmount() {
    long agent = supervised.get(SUPERVISED.indexOf("agent"));
    String desktops = lab.home().resolve("nodes").resolve(node).resolve("state/desktops") + "/";
    for (String line : read(agent, "mountinfo").lines().toList()) {
      String at = line.split(" ")[4];
      if (at.startsWith(desktops)) {
        Commands.run(
                Duration.ofSeconds(10),
                "nsenter",
                "-t",
                Long.toString(agent),
                "-m",
                "umount",
                "-l",
                at)
            .orFail();
      }
    }
  }

  private String network(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "ns/net")).toString();
    } catch (IOException ended) {
      return "";
    }
  }

  private static List<Long> processes(Predicate<Long> wanted) {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.map(p -> p.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .map(Long::valueOf)
          .filter(wanted)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException ended) {
      return "";
    }
  }
}
