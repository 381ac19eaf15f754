package io.labvm.launcher.process;

import static java.util.stream.Collectors.joining;

import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The mount table of this machine. */
public final class Mounts {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");

  private Mounts() {}

  /** Mount points at or below a directory, the newest first. */
  public static List<Path> below(Path directory) {
    return parse(Disk.read(TABLE)).reversed().stream()
        .filter(p -> p.startsWith(directory))
        .toList();
  }

  /** Where FUSE file systems are mounted below a directory. */
  public static List<Path> fuseBelow(Path directory) {
    String fuse =
        Disk.read(TABLE).lines().filter(l -> l.contains(" - fuse")).collect(joining("\n"));
    return parse(fuse).stream().filter(p -> p.startsWith(directory)).distinct().toList();
  }

  static boolean isMounted(Path point) {
    return parse(Disk.read(TABLE)).contains(point);
  }

  /**
   * Unmounts everything at or below a directory.
   *
   * @return what could not be unmounted
   */
  public static List<Path> unmountBelow(Path directory) {
    var stuck = new ArrayList<Path>();
    for (Path point : below(directory)) {
      if (!Program.of("umount", point.toString()).run().ok() && isMounted(point)) {
        stuck.add(point);
      }
    }
    return stuck;
  }

  /** The fifth field of each line, with its octal escapes undone. */
  static List<Path> parse(String table) {
    return table.lines().map(l -> l.split(" ")[4]).map(Mounts::unescape).map(Path::of).toList();
  }

  private static String unescape(String field) {
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
