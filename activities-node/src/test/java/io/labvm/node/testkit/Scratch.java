package io.labvm.node.testkit;

import io.labvm.linux.MountEntry;
import io.labvm.linux.MountTable;
import io.labvm.linux.Mounts;
import io.labvm.node.process.SystemCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A directory on a disk, unmounted and removed at the end. */
public final class Scratch implements AutoCloseable {
  private final Path path;

  public Scratch() throws IOException {
    this.path = Files.createTempDirectory("lvn-").toRealPath();
  }

  public Path path() {
    return path;
  }

  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Mount points below, the newest first. */
  public List<Path> mounts() throws IOException {
    return MountTable.read().entries().stream()
        .map(MountEntry::mountPoint)
        .map(Path::of)
        .filter(point -> point.startsWith(path))
        .toList()
        .reversed();
  }

  @Override
  public void close() throws IOException {
    for (Path mount : mounts()) {
      Mounts.detach(mount);
    }
    new SystemCommands(Duration.ofMinutes(1)).call("rm", "-rf", "--", path.toString());
  }
}
