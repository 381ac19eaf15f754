package io.labvm.launcher.process;

import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Ends what runs in a control group and removes it, in both versions of the kernel's interface. */
public final class ControlGroups {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private ControlGroups() {}

  /** Kills every process below a group such as {@code /labvm-a1b2c3-n1} and removes the group. */
  public static void end(String group) {
    for (Path directory : directories(group.substring(1))) {
      Wait.until(Duration.ofSeconds(10), Duration.ofMillis(50), () -> kill(directory) == 0);
      all(directory).sorted(Comparator.reverseOrder()).forEach(ControlGroups::remove);
    }
  }

  private static List<Path> directories(String name) {
    return Stream.concat(Stream.of(ROOT), Disk.list(ROOT).stream())
        .map(controller -> controller.resolve(name))
        .filter(Files::isDirectory)
        .distinct()
        .toList();
  }

  private static long kill(Path directory) {
    return all(directory)
        .flatMap(d -> processes(d).stream())
        .peek(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly))
        .count();
  }

  private static List<Long> processes(Path directory) {
    try {
      return Files.readAllLines(directory.resolve("cgroup.procs")).stream()
          .map(Long::parseLong)
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  private static Stream<Path> all(Path directory) {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(Files::isDirectory).toList().stream();
    } catch (IOException | UncheckedIOException _) {
      return Stream.of();
    }
  }

  /** rmdir: the files in it are the kernel's and go with it. */
  private static void remove(Path directory) {
    try {
      Files.deleteIfExists(directory);
    } catch (IOException _) {
      // a process is still ending; the next start uses the group again
    }
  }
}
