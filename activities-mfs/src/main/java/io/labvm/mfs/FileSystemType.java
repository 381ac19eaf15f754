package io.labvm.mfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Of what type a file system is. */
final class FileSystemType {
  private static final Path TABLE = Path.of("/proc/self/mounts");

  private FileSystemType() {}

  /** The type of what was mounted last where a path lies: the JDK tells what was mounted first. */
  static String of(Path path) throws IOException {
    String type = "unknown";
    Path point = Path.of("/");
    for (String line : Files.readAllLines(TABLE)) {
      String[] fields = line.split(" ", 4);
      Path at = Path.of(unescape(fields[1]));
      if (path.startsWith(at) && at.getNameCount() >= point.getNameCount()) {
        point = at;
        type = fields[0].startsWith("mfs") ? "MooseFS" : fields[2];
      }
    }
    return type;
  }

  private static String unescape(String field) {
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
