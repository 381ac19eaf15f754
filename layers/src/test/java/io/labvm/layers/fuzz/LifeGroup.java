package io.labvm.layers.fuzz;

import io.labvm.linux.Freezer;
import io.labvm.linux.MountEntry;
import io.labvm.linux.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A control group for one process, which stands still as desktops do. */
final class LifeGroup implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Path directory;
  private final Freezer freezer;

  private LifeGroup(Path directory, Freezer freezer) {
    this.directory = directory;
    this.freezer = freezer;
  }

  /** Puts a process into a group of its own; empty where this machine lets nobody freeze. */
  static Optional<LifeGroup> around(long pid) throws IOException {
    for (MountEntry mount : MountTable.read().entries()) {
      boolean freezes =
          mount.type().equals("cgroup2")
              || (mount.type().equals("cgroup") && mount.superOptions().contains("freezer"));
      if (freezes && Files.isWritable(Path.of(mount.mountPoint()))) {
        Path directory = Path.of(mount.mountPoint()).resolve("labvm-life-" + pid);
        Files.createDirectory(directory);
        Files.writeString(directory.resolve("cgroup.procs"), Long.toString(pid));
        return Optional.of(new LifeGroup(directory, Freezer.of(pid)));
      }
    }
    return Optional.empty();
  }

  void freeze() throws IOException {
    if (!freezer.freeze(DEADLINE)) {
      throw new IOException(freezer + " could not be frozen");
    }
  }

  void thaw() throws IOException {
    freezer.thaw();
  }

  /** After the process has ended. */
  @Override
  public void close() throws IOException {
    while (!Files.readString(directory.resolve("cgroup.procs")).isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }
    Files.delete(directory);
  }
}
