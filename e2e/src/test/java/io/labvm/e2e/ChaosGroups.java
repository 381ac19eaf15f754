package io.labvm.e2e;

import io.labvm.e2e.chaos.Rules;
import io.labvm.e2e.chaos.Sight.Group;
import io.labvm.e2e.chaos.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Watches the control groups of all desktops for one that acts twice, all the time.
 *
 * <p>The files of the kernel alone are asked: no engine, agent or database could deceive it.
 */
final class ChaosGroups implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Path FREEZERS = Path.of("/sys/fs/cgroup/freezer");

  private final Path root = Files.isDirectory(FREEZERS) ? FREEZERS : Path.of("/sys/fs/cgroup");
  private final String hash;
  private final List<String> nodes;
  private final List<Violation> seen = new CopyOnWriteArrayList<>();
  private final Thread watch;
  private volatile boolean ends;

  ChaosGroups(String hash, List<String> nodes) {
    this.hash = hash;
    this.nodes = nodes;
    this.watch = Thread.ofPlatform().name("groups").start(this::watch);
  }

  /** What was seen since the start. */
  List<Violation> seen() {
    return List.copyOf(seen);
  }

  /** A copy that ends while the groups are read one by one would be seen with its successor. */
  private void watch() {
    while (!ends) {
      if (!Rules.twice(now()).isEmpty()) {
        Rules.twice(now()).stream().filter(v -> !seen.contains(v)).forEach(seen::add);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** All groups with living processes. */
  List<Group> now() {
    var groups = new ArrayList<Group>();
    for (String node : nodes) {
      for (Path desktop : children(root.resolve("labvm-" + hash + "-" + node))) {
        for (Path epoch : children(desktop)) {
          add(groups, node, desktop, epoch);
        }
      }
    }
    return groups;
  }

  private static void add(List<Group> groups, String node, Path desktop, Path epoch) {
    List<Path> busy = tree(epoch).filter(group -> !read(group, "cgroup.procs").isBlank()).toList();
    if (!busy.isEmpty()) {
      groups.add(
          new Group(
              node,
              desktop.getFileName().toString(),
              Long.parseLong(epoch.getFileName().toString()),
              busy.stream().allMatch(ChaosGroups::standsStill)));
    }
  }

  private static boolean standsStill(Path group) {
    return read(group, "freezer.state").strip().equals("FROZEN")
        || read(group, "cgroup.events").contains("frozen 1");
  }

  private static Stream<Path> tree(Path group) {
    return Stream.concat(Stream.of(group), children(group).stream().flatMap(ChaosGroups::tree));
  }

  private static List<Path> children(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(Files::isDirectory).toList();
    } catch (IOException | UncheckedIOException gone) {
      return List.of();
    }
  }

  private static String read(Path group, String file) {
    try {
      return Files.readString(group.resolve(file));
    } catch (IOException gone) {
      return "";
    }
  }

  @Override
  public void close() {
    ends = true;
    try {
      watch.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
