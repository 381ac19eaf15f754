package io.labvm.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Stops and continues all processes of one control group, by the group's files alone; no daemon is
 * asked. Works with the freezer of version 1 and with version 2.
 */
public final class Freezer implements AutoCloseable {
  private static final Path PROC = Path.of("/proc");
  private static final long POLL_NANOS = 500_000;

  private final Path directory;
  private final boolean unified;

  private Freezer(Path directory, boolean unified) {
    this.directory = directory;
    this.unified = unified;
  }

  /**
   * The control group a process is in. Refused with EBUSY when this process is in it too, as in the
   * topmost group: it would stop itself; ENOTSUP where no freezer is mounted.
   */
  public static Freezer of(long pid) throws IOException {
    List<String> theirs = groups(pid);
    List<String> ours = groups(ProcessHandle.current().pid());
    for (boolean unified : new boolean[] {false, true}) {
      Optional<String> group = group(theirs, unified);
      Optional<Path> mount = mount(unified);
      if (group.isPresent() && mount.isPresent() && !group.get().equals("/")) {
        if (isIn(group(ours, unified).orElse("/"), group.get())) {
          throw new LinuxException("freeze", group.get(), Errno.EBUSY.number());
        }
        return new Freezer(mount.get().resolve(group.get().substring(1)), unified);
      }
    }
    throw new LinuxException("freeze", "process " + pid, Errno.ENOTSUP.number());
  }

  private static List<String> groups(long pid) throws IOException {
    return Files.readAllLines(PROC.resolve(pid + "/cgroup"), StandardCharsets.ISO_8859_1);
  }

  /** Lines are {@code number:controllers:path}; version 2 has number 0 and no controllers. */
  private static Optional<String> group(List<String> lines, boolean unified) {
    for (String line : lines) {
      String[] fields = line.split(":", 3);
      boolean wanted =
          unified
              ? fields[0].equals("0") && fields[1].isEmpty()
              : List.of(fields[1].split(",")).contains("freezer");
      if (wanted) {
        return Optional.of(fields[2]);
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> mount(boolean unified) throws IOException {
    return MountTable.read().entries().stream()
        .filter(
            e ->
                unified
                    ? e.type().equals("cgroup2")
                    : e.type().equals("cgroup") && e.superOptions().contains("freezer"))
        .map(e -> Path.of(e.mountPoint()))
        .findFirst();
  }

  private static boolean isIn(String path, String group) {
    return path.equals(group) || path.startsWith(group + "/");
  }

  /**
   * Stops all processes of the group and below; false when some still ran at the deadline (one in
   * an uninterruptible wait): then all go on again.
   */
  public boolean freeze(Duration deadline) throws IOException {
    long end = System.nanoTime() + deadline.toNanos();
    write(unified ? "cgroup.freeze" : "freezer.state", unified ? "1" : "FROZEN");
    while (!isFrozen()) {
      if (System.nanoTime() - end >= 0) {
        thaw();
        return false;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  /** Whether all of them stand still now. */
  public boolean isFrozen() throws IOException {
    if (!unified) {
      return read("freezer.state").strip().equals("FROZEN");
    }
    return read("cgroup.events").lines().anyMatch("frozen 1"::equals);
  }

  /** Lets them go on; nothing happens to a group that runs or is gone. */
  public void thaw() throws IOException {
    if (Files.exists(directory)) {
      write(unified ? "cgroup.freeze" : "freezer.state", unified ? "0" : "THAWED");
    }
  }

  /**
   * Starts a process that thaws after a while unless it is ended before; it outlives this one. What
   * somebody froze who then died would stand still for ever.
   */
  public Process thawLater(Duration after) throws IOException {
    Path file = directory.resolve(unified ? "cgroup.freeze" : "freezer.state");
    String script = "sleep \"$1\"; echo \"$2\" > \"$3\"";
    String seconds = Long.toString(Math.max(1, after.toSeconds()));
    return new ProcessBuilder(
            "sh", "-c", script, "thaw", seconds, unified ? "0" : "THAWED", file.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** {@link #thaw}. */
  @Override
  public void close() throws IOException {
    thaw();
  }

  private void write(String file, String value) throws IOException {
    Files.writeString(directory.resolve(file), value);
  }

  private String read(String file) throws IOException {
    return Files.readString(directory.resolve(file), StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
