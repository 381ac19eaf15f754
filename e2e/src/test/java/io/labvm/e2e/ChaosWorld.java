package io.labvm.e2e;

import io.labvm.e2e.chaos.Sight;
import io.labvm.e2e.chaos.Sight.Container;
import io.labvm.e2e.chaos.Sight.Epoch;
import io.labvm.e2e.chaos.Sight.Mounted;
import io.labvm.e2e.chaos.Sight.Owner;
import io.labvm.e2e.chaos.Sight.Told;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Looks at all that a laboratory has on this machine. */
final class ChaosWorld {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Path PROC = Path.of("/proc");

  private final Lab lab;
  private final List<String> nodes;
  private final Pattern root;
  private final Pattern running;

  ChaosWorld(Lab lab, List<String> nodes) {
    this.lab = lab;
    this.nodes = nodes;
    root =
        Pattern.compile(
            Pattern.quote(lab.home() + "/nodes/") + "([^/]+)/state/desktops/([^/]+)/.*");
    running =
        Pattern.compile(
            Pattern.quote("/run/labvm-" + DesktopShell.hash(lab.home())) + "/([^/]+)/d/([^/]+)/.*");
  }

  /** All of it; desktops that should answer are given as told. */
  Sight look(Map<String, Told> desktops, ChaosGroups groups) {
    Set<String> mountInfo = mountInfo();
    Path store = lab.store().resolve("desktops");
    var epochs = new HashMap<String, List<Epoch>>();
    var staged = new HashMap<String, Set<String>>();
    for (String desktop : names(store)) {
      epochs.put(desktop, epochs(store.resolve(desktop).resolve("epochs")));
      staged.put(desktop, names(store.resolve(desktop).resolve("staging")));
    }
    var leaks = new ArrayList<String>();
    leaks.addAll(looseLoops(mountInfo));
    leaks.addAll(strangeDirectories(desktops.keySet()));
    mounted(mountInfo, running).stream()
        .filter(m -> !desktops.containsKey(m.desktop()))
        .forEach(m -> leaks.add(m.toString()));
    return new Sight(
        desktops,
        groups.now(),
        containers(),
        mounted(mountInfo, root),
        owners(),
        epochs,
        staged,
        names(store),
        leaks);
  }

  private static Set<String> mountInfo() {
    var lines = new LinkedHashSet<String>();
    for (String process : names(PROC)) {
      if (process.matches("\\d+")) {
        try {
          lines.addAll(Files.readAllLines(PROC.resolve(process).resolve("mountinfo")));
        } catch (IOException | UncheckedIOException ended) {
          // it is gone
        }
      }
    }
    return lines;
  }

  private static List<Mounted> mounted(Set<String> mountInfo, Pattern where) {
    var found = new LinkedHashSet<Mounted>();
    for (String line : mountInfo) {
      String at = line.split(" ")[4];
      Matcher matcher = where.matcher(at);
      if (matcher.matches()) {
        found.add(new Mounted(matcher.group(1), matcher.group(2), at));
      }
    }
    return List.copyOf(found);
  }

  /** Loop devices of this home that nothing is mounted from. */
  private List<String> looseLoops(Set<String> mountInfo) {
    return Commands.run(SOON, "losetup", "--list", "--noheadings", "--output", "NAME,BACK-FILE")
        .orFail()
        .output()
        .lines()
        .filter(line -> line.contains(lab.home() + "/"))
        .filter(
            line ->
                mountInfo.stream().noneMatch(m -> m.contains(" " + line.split("\\s+")[0] + " ")))
        .map("loop device "::concat)
        .toList();
  }

  private List<String> strangeDirectories(Set<String> known) {
    var strange = new ArrayList<String>();
    for (String node : nodes) {
      Path run = Path.of("/run/labvm-" + DesktopShell.hash(lab.home()), node, "d");
      Stream.of(state(node), run)
          .forEach(
              parent ->
                  names(parent).stream()
                      .filter(name -> !known.contains(name))
                      .map(parent::resolve)
                      .forEach(at -> strange.add("directory " + at + " of " + names(at))));
    }
    return strange;
  }

  private Path state(String node) {
    return lab.home().resolve("nodes").resolve(node).resolve("state/desktops");
  }

  private List<Container> containers() {
    var containers = new ArrayList<Container>();
    for (String node : nodes) {
      Commands.run(
              SOON,
              "docker",
              "-H",
              "unix://" + DesktopShell.engine(lab, node),
              "ps",
              "-a",
              "--format",
              "{{.Label \"io.labvm.desktop\"}} {{.Label \"io.labvm.epoch\"}} {{.State}}")
          .orFail()
          .output()
          .lines()
          .map(line -> line.split(" "))
          .forEach(
              of ->
                  containers.add(
                      new Container(node, of[0], Long.parseLong(of[1]), of[2].equals("running"))));
    }
    return containers;
  }

  private List<Owner> owners() {
    var owners = new ArrayList<Owner>();
    for (String node : nodes) {
      for (String desktop : names(state(node))) {
        Path file = state(node).resolve(desktop).resolve("owner.json");
        if (Files.exists(file)) {
          JsonNode owner = read(file);
          owners.add(
              new Owner(
                  node, desktop, owner.path("upper").asString(), owner.path("epoch").asLong()));
        }
      }
    }
    return owners;
  }

  private static List<Epoch> epochs(Path directory) {
    return names(directory).stream()
        .map(name -> read(directory.resolve(name)))
        .map(
            e ->
                new Epoch(
                    e.path("epoch").asLong(),
                    e.path("node").asString(),
                    e.path("upper").asString()))
        .sorted(Comparator.comparingLong(Epoch::number))
        .toList();
  }

  private static JsonNode read(Path file) {
    try {
      return Api.JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> names(Path directory) {
    var names = new LinkedHashSet<String>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> entries = Files.list(directory)) {
        entries.forEach(e -> names.add(e.getFileName().toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return names;
  }
}
