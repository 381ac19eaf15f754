package io.labvm.node.figures;

import io.labvm.contract.desktop.DesktopId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a desktop's control group has used, in either version of control groups. */
final class ControlGroups {
  private static final Logger log = LoggerFactory.getLogger(ControlGroups.class);

  private final Path root;
  private final String parent;

  /**
   * @param root where control groups are mounted
   * @param parent the configured parent of all desktops, {@code /…}
   */
  ControlGroups(Path root, String parent) {
    this.root = root;
    this.parent = parent.substring(1);
  }

  /** Processor time in nanoseconds since the group was made, 0 when it is gone. */
  long cpuNanos(DesktopId desktop, long epoch) {
    Path version1 = group("cpuacct", desktop, epoch).resolve("cpuacct.usage");
    if (Files.exists(version1)) {
      return number(version1);
    }
    return line(group("", desktop, epoch).resolve("cpu.stat"), "usage_usec ") * 1000;
  }

  /** Memory in bytes, 0 when it is gone. */
  long memoryBytes(DesktopId desktop, long epoch) {
    Path version1 = group("memory", desktop, epoch).resolve("memory.usage_in_bytes");
    return Files.exists(version1)
        ? number(version1)
        : number(group("", desktop, epoch).resolve("memory.current"));
  }

  /**
   * Ids of its processes as the machine numbers them; null when they cannot be read, or none are
   * found: whatever runs has a first one. Engines put them into a group of their own below.
   */
  @Nullable List<Long> processes(DesktopId desktop, long epoch) {
    for (String controller : List.of("memory", "")) {
      try (Stream<Path> files = Files.walk(group(controller, desktop, epoch))) {
        List<Long> found =
            files
                .filter(file -> file.endsWith("cgroup.procs"))
                .flatMap(file -> text(file).lines())
                .map(ControlGroups::parse)
                .toList();
        if (!found.isEmpty()) {
          return found;
        }
      } catch (IOException | UncheckedIOException e) {
        log.debug("Processes of desktop {}: {}", desktop, e.toString());
      }
    }
    return null;
  }

  private Path group(String controller, DesktopId desktop, long epoch) {
    return root.resolve(controller)
        .resolve(parent)
        .resolve(desktop.value())
        .resolve(Long.toString(epoch));
  }

  private static long number(Path file) {
    return parse(text(file));
  }

  private static long line(Path file, String start) {
    return text(file)
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToLong(line -> parse(line.substring(start.length())))
        .findFirst()
        .orElse(0);
  }

  /** A group that vanishes while it is read counts as gone. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  private static long parse(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
