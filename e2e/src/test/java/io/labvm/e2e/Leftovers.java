package io.labvm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a desktop occupies on this machine: mounts, loop devices, containers, run and state
 * directories.
 *
 * @param things one line each, sorted
 */
record Leftovers(SortedSet<String> things) {
  /** What a node that was away does in its own time is part of it. */
  private static final Duration CLEAN = Duration.ofMinutes(3);

  /**
   * Waits until there is nothing that was not there before; fails with what there is. What a test
   * before this one left may go meanwhile.
   */
  void awaitAgain(Lab lab) {
    try {
      Wait.untilTrue(
          "nothing to be left behind", CLEAN, () -> things.containsAll(of(lab).things()));
    } catch (AssertionError e) {
      throw new AssertionError(of(lab).things() + " instead of " + things, e);
    }
  }

  static Leftovers of(Lab lab) {
    var things = new TreeSet<String>();
    String hash = DesktopShell.hash(lab.home());
    mounts(things, lab, hash);
    try (Stream<Path> nodes = Files.list(lab.home().resolve("nodes"))) {
      for (Path node : nodes.toList()) {
        names(things, "state", node.resolve("state/desktops"));
        names(things, "run", Path.of("/run/labvm-" + hash, node.getFileName().toString(), "d"));
        containers(things, lab, node.getFileName().toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    names(things, "store", lab.store().resolve("desktops"));
    return new Leftovers(things);
  }

  /** Mounts of this home in every mount namespace, base images aside: they are a cache. */
  private static void mounts(SortedSet<String> things, Lab lab, String hash) {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process :
          processes.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        try {
          for (String line : Files.readAllLines(process.resolve("mountinfo"))) {
            String at = line.split(" ")[4];
            if (at.startsWith(lab.home().resolve("nodes") + "/") && at.contains("/desktops/")) {
              things.add("mount " + at);
            }
            if (at.startsWith("/run/labvm-" + hash) && at.contains("/d/")) {
              things.add("mount " + at);
            }
          }
        } catch (IOException e) {
          // the process ended meanwhile
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void names(SortedSet<String> things, String kind, Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      entries.forEach(e -> things.add(kind + " " + e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void containers(SortedSet<String> things, Lab lab, String node) {
    String engine = "unix://" + DesktopShell.engine(lab, node);
    var list =
        Commands.run(
            Duration.ofSeconds(30), List.of("docker", "-H", engine, "ps", "-aq", "--no-trunc"));
    list.orFail()
        .output()
        .lines()
        .filter(l -> !l.isBlank())
        .forEach(c -> things.add("container " + c));
  }
}
