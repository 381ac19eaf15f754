package io.labvm.node.figures;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.nodechannel.NodeMetrics.DiskUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a desktop's control group has used, in either version of control groups. */
public final class ControlGroups {
  private static final Logger log = LoggerFactory.getLogger(ControlGroups.class);

  /** Version 1 says that there is no limit by one that no machine has. */
  private static final long UNLIMITED = 1L << 60;

  private final Path root;
  private final String parent;
  private final Path disk;
  private volatile boolean countingAsked;

  /**
   * @param root where control groups are mounted
   * @param parent the configured parent of all desktops, {@code /…}
   * @param disk a directory on the disk of their own files
   */
  public ControlGroups(Path root, String parent, Path disk) {
    this.root = root;
    this.disk = disk;
    this.parent = parent.substring(1);
  }

  /** One run of a desktop; its limits are those of the engine's group below its own. */
  public record Run(DesktopId desktop, long epoch, String container) {}

  /** Processor time in nanoseconds since the group was made; null when it is gone. */
  @Nullable Long cpuNanos(Run run) {
    Path version1 = group("cpuacct", run).resolve("cpuacct.usage");
    if (Files.exists(version1)) {
      return number(version1);
    }
    Long micros = line(group("", run).resolve("cpu.stat"), "usage_usec ");
    return micros == null ? null : micros * 1000;
  }

  /** Memory in bytes, 0 when it is gone. */
  long memoryBytes(Run run) {
    Long used = either(run, "memory", "memory.usage_in_bytes", "memory.current");
    return used == null ? 0 : used;
  }

  /** Memory that its processes hold: the cache of files, which goes when room is needed, is not. */
  public long heldBytes(Run run) {
    long used = memoryBytes(run);
    return Math.max(0, used - cachedBytes(run));
  }

  private long cachedBytes(Run run) {
    Path split = group("memory", run).resolve("memory.stat");
    boolean version1 = Files.exists(split);
    Path stat = version1 ? split : group("", run).resolve("memory.stat");
    String total = version1 ? "total_" : "";
    return Stream.of(total + "inactive_file ", total + "active_file ")
        .map(start -> line(stat, start))
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Null also without a limit. */
  @Nullable Long memoryLimitBytes(Run run) {
    Long limit = either(container(run), "memory", "memory.limit_in_bytes", "memory.max");
    return limit == null || limit > UNLIMITED ? null : limit;
  }

  /** Of files in memory and of shared memory. */
  @Nullable Long filesInMemoryBytes(Run run) {
    Long version1 = line(group("memory", run).resolve("memory.stat"), "total_shmem ");
    return version1 != null ? version1 : line(group("", run).resolve("memory.stat"), "shmem ");
  }

  @Nullable Long tasks(Run run) {
    return either(run, "pids", "pids.current", "pids.current");
  }

  /** Null also without a limit. */
  @Nullable Long tasksLimit(Run run) {
    return either(container(run), "pids", "pids.max", "pids.max");
  }

  /** Processes that the memory limit has ended. */
  @Nullable Long memoryKills(Run run) {
    Path version1 = container(run).apply("memory").resolve("memory.oom_control");
    return Files.exists(version1)
        ? line(version1, "oom_kill ")
        : line(group("", run).resolve("memory.events"), "oom_kill ");
  }

  /**
   * Of all disks together; null also before the first; version 1 does not see what is written
   * behind the desktop's back.
   */
  @Nullable DiskUse io(Run run) {
    Path unified = group("", run).resolve("io.stat");
    if (Files.exists(unified)) {
      return DiskCounters.ofUnified(text(unified));
    }
    Path bytes = group("blkio", run).resolve("blkio.throttle.io_service_bytes_recursive");
    Path operations = group("blkio", run).resolve("blkio.throttle.io_serviced_recursive");
    DiskUse use = DiskCounters.ofSplit(text(bytes), text(operations));
    if (use == null && Files.exists(bytes) && !countingAsked) {
      countingAsked = true;
      DiskCounting.begin(group("blkio", run), disk);
    }
    return use;
  }

  /**
   * Ids of its processes as the machine numbers them; null when they cannot be read, or none are
   * found: whatever runs has a first one. Engines put them into a group of their own below.
   */
  @Nullable List<Long> processes(Run run) {
    for (String controller : List.of("memory", "")) {
      try (Stream<Path> files = Files.walk(group(controller, run))) {
        List<Long> found =
            files
                .filter(file -> file.endsWith("cgroup.procs"))
                .flatMap(file -> text(file).lines())
                .map(ControlGroups::parse)
                .filter(Objects::nonNull)
                .toList();
        if (!found.isEmpty()) {
          return found;
        }
      } catch (IOException | UncheckedIOException e) {
        log.debug("Processes of desktop {}: {}", run.desktop(), e.toString());
      }
    }
    return null;
  }

  private Path group(String controller, Run run) {
    return root.resolve(controller)
        .resolve(parent)
        .resolve(run.desktop().value())
        .resolve(Long.toString(run.epoch()));
  }

  private Function<String, Path> container(Run run) {
    return controller -> group(controller, run).resolve(run.container());
  }

  private @Nullable Long either(Run run, String controller, String version1, String unified) {
    return either(each -> group(each, run), controller, version1, unified);
  }

  private static @Nullable Long either(
      Function<String, Path> group, String controller, String version1, String unified) {
    Path split = group.apply(controller).resolve(version1);
    return number(Files.exists(split) ? split : group.apply("").resolve(unified));
  }

  private static @Nullable Long number(Path file) {
    return parse(text(file));
  }

  private static @Nullable Long line(Path file, String start) {
    return text(file)
        .lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .map(line -> parse(line.substring(start.length())))
        .orElse(null);
  }

  /** A group that vanishes while it is read counts as gone. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  /** Null for {@code max}, and for nothing. */
  private static @Nullable Long parse(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
